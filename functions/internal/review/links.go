package review

import (
	"net/url"
	"strings"
)

// folderLink leads to the folder of all that the import has left.
func (p page) folderLink() markup { return link(p.console(p.folder()), "the folder of this import") }

// console returns the address of a folder of the bucket in the S3 console. There is nothing in it but the bucket, its region
// and the prefix, which says nothing of people.
func (p page) console(prefix string) string {
	host := "console.aws.amazon.com"
	switch {
	case strings.HasPrefix(p.Region, "cn-"):
		host = "console.amazonaws.cn"
	case strings.HasPrefix(p.Region, "us-gov-"):
		host = "console.amazonaws-us-gov.com"
	}
	folder := "https://" + host + "/s3/buckets/" + url.PathEscape(p.Source.Bucket) +
		"?region=" + url.QueryEscape(p.Region) + "&prefix=" + prefix
	if p.ConsoleLink == "" {
		return folder
	}
	return strings.ReplaceAll(p.ConsoleLink, "{url}", url.QueryEscape(folder))
}
