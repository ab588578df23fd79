package xlsxscan

import (
	"errors"
	"fmt"
)

// Why a file cannot be read. Errors never hold texts of the file, names of its parts or sheets included.
var (
	// ErrEncrypted is a workbook that only a password, or an account that its sensitivity label names, can open.
	ErrEncrypted = errors.New("encrypted workbook")
	// ErrOldExcel is a workbook in the format of Excel 97-2003, .xls.
	ErrOldExcel = errors.New("old Excel workbook (.xls)")
	// ErrBinary is a binary workbook, .xlsb.
	ErrBinary = errors.New("binary workbook (.xlsb)")
	// ErrNotWorkbook is another file. A [*NotWorkbookError] wraps it and tells the kind.
	ErrNotWorkbook = errors.New("no Excel workbook")
	// ErrDamaged is a workbook whose ZIP or XML is damaged. Excel would not open it, or offer to repair it.
	ErrDamaged = errors.New("damaged workbook")
)

// A Kind is what a file is that is no workbook, as people call it.
type Kind string

// The kinds that [Open] tells apart.
const (
	KindUnknown     Kind = "unknown file"             // neither a ZIP nor an OLE2 file
	KindZIP         Kind = "ZIP archive"              // of anything else
	KindODS         Kind = "OpenDocument spreadsheet" // .ods
	KindWord        Kind = "Word document"            // .docx
	KindPowerPoint  Kind = "PowerPoint presentation"  // .pptx
	KindIWork       Kind = "Apple iWork document"     // .numbers, .pages, .key
	KindOpenDoc     Kind = "OpenDocument file"        // .odt, .odp
	KindOldDocument Kind = "old Office document"      // an OLE2 file without a workbook: .doc, .ppt, .msg
)

// A NotWorkbookError is a file of another kind.
type NotWorkbookError struct{ Kind Kind }

func (e *NotWorkbookError) Error() string { return ErrNotWorkbook.Error() + ": " + string(e.Kind) }

// Unwrap returns [ErrNotWorkbook].
func (e *NotWorkbookError) Unwrap() error { return ErrNotWorkbook }

// A Limit names a bound that keeps memory and time within reason.
type Limit string

// The limits, and what they bound.
const (
	LimitUnpacked      Limit = "unpacked bytes"        // see MaxUnpacked
	LimitPart          Limit = "bytes of one part"     // the list of sheets, the styles, the relationships: 16 MiB each
	LimitSharedStrings Limit = "bytes of shared texts" // MaxSharedStrings
	LimitRows          Limit = "rows"                  // MaxRows
	LimitColumns       Limit = "columns"               // MaxColumns; costs its own row only
	LimitRow           Limit = "bytes of one row"      // MaxRow; costs its own row only
	LimitTag           Limit = "bytes of one XML tag"  // 64 KiB
)

// A LimitError is a workbook, or a row of it, that goes beyond a limit.
type LimitError struct {
	Limit Limit
	Max   int64
}

func (e *LimitError) Error() string { return fmt.Sprintf("more than %d %s", e.Max, e.Limit) }

// costsOneRow reports whether an error is a limit after which the next row can be read.
func costsOneRow(err error) bool {
	var limit *LimitError
	return errors.As(err, &limit) && (limit.Limit == LimitRow || limit.Limit == LimitColumns)
}

// A syntaxError is XML that is not well-formed, or not the XML of a workbook.
type syntaxError string

func (e syntaxError) Error() string { return string(e) }

const errNotUTF8 = syntaxError("XML is not in UTF-8")
