package review

import (
	"strings"

	"github.com/crewmojo-aws/bundle/functions/internal/words"
	"github.com/crewmojo-aws/bundle/pkg/roster/inwords"
)

// fileName is what people call the file.
func (p page) fileName() string { return words.Name(p.Import) }

// folder is the prefix of all that the import has left.
func (p page) folder() string { return "imports/" + p.ID + "/" }

// console knows the pages of the S3 console. There is nothing in their addresses but the bucket, its region and a prefix,
// which names nobody.
func (p page) console() words.Console {
	return words.Console{Bucket: p.Source.Bucket, Region: p.Region, Pattern: p.ConsoleLink}
}

// folderLink leads to the folder of all that the import has left.
func (p page) folderLink() markup {
	return link(p.console().Folder(p.folder()), "the folder of this import")
}

// columnInWords is what people call a column: in words if it is Crewmojo's own, else as the settings name it.
func columnInWords(column string) markup {
	if inwords.IsKnown(column) {
		name := inwords.Column(column)
		return text(strings.ToUpper(name[:1]) + name[1:])
	}
	return value(column)
}
