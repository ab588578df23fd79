// Package roster reads an employee file as HR systems write it, checks it row by row, and compares it with what the last
// imports sent.
//
// Start with [Format.Read], which makes a [File] of a file in whatever charset and dialect: the people in it as Crewmojo
// takes them, and the rows that cannot be sent. [Compare] compares a file with a [Baseline], as of the day on which it was
// received, and makes a [Plan]: what would change, who would be sent, and what the next baseline is. Neither changes what it
// is given.
//
// The package does not know AWS, HTTP or settings, nor what becomes of the file. Errors and results never repeat a
// cell of the file; see [Label].
package roster

// A File is an employee file that has been read.
type File struct {
	Charset   string // UTF8, UTF16LE, UTF16BE, Windows1252, Workbook, or the one that was set
	Guessed   bool   // Charset is a guess
	Delimiter string // what stands between the cells; "" in a workbook

	// OtherSheets counts the visible sheets of a workbook that have a header as well, and are not read.
	OtherSheets int

	Headers   Headers
	Header    []Heading // the header row as it is; nil if none was found
	HeaderRow int       // its number, or that of the row that comes nearest to a header; 0 if there is none
	Top       []Line    // the first rows, if they hold no header that can be used; else nil
	Rows      Rows      // of the file alone: comparing it may reject more
	Problems  []Problem
	Rejects   []Reject // the first 20,000
	Ends      []EndColumn

	table
	format Format
	hasEnd bool     // it has a column employmentEndDate, or one that Format.EndedWhen makes it of
	cutOff bool     // its last row looks cut
	blank  []string // columns that are sent and have no value at all

	problems problems
	answered map[key]bool // codes and addresses in rejected rows
	nameless int          // rejected rows that say of nobody whom they are about
	loose    [][]key      // the cells of rejected rows, out of their places, that hold no address
	unended  int32        // the last row, if no line end stands behind it
	lone     []loneRow
	leftRows []leftRow

	excludedKeys map[key]bool // codes and addresses in excluded rows; true if such a row has no end of employment
}

// A loneRow has one filled cell: it is a footer, unless the cell is somebody's code or address.
type loneRow struct {
	row  int32
	cell key
}

// Headers tells what was made of a file's headers.
type Headers struct {
	Mapped  map[Label]string // headers that are spelled otherwise, and the columns that they are
	Sent    []string         // columns in the order in which they are sent
	Ignored []Label          // those that are not sent
	Absent  []string         // columns and headers that the format names and the file does not have
}

// A Heading is one header as the file has it. Its text must not leave the bucket.
type Heading struct {
	Text   string
	Label  Label
	Column string // the column that it is; "" for one that is not sent
}

// A Line is one row of a file as it is. Its cells must not leave the bucket; of each there are at most 200 bytes.
type Line struct {
	Row   int // as a spreadsheet counts
	Cells []string
}

// An EndColumn is a column that seems to say of people without an end of employment that they have left.
type EndColumn struct {
	Label  Label
	Header string   // its text must not leave the bucket
	Words  []string // the first 20 different values that say so; nil if the column holds dates
	bit    uint32   // in person.left
}

// Rows counts a file's rows, without its header.
type Rows struct {
	Read       int
	Accepted   int
	Rejected   int
	Merged     int // further rows of a person who has another one
	Former     int // of people who had left before they were ever in the baseline
	Excluded   int // kept out by Format.Exclude
	Superseded int // of people whom a newer file has brought
}
