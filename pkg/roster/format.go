package roster

// A Format is what a company says about its files. The zero Format reads files with common headers.
type Format struct {
	// ColumnMap says which of Crewmojo's columns, or of ExtraColumns, a header is; "" for a header that is none. No two
	// headers are the same ([SameHeader]).
	ColumnMap map[string]string
	// ExtraColumns are sent besides Crewmojo's own.
	ExtraColumns []string
	// ValueMap replaces values of the columns that are sent, by the column and the value in lower case.
	ValueMap map[string]map[string]string
	// Exclude keeps rows out that have one of these values.
	Exclude []CellRule
	// EndedWhen says which values mean that somebody has left.
	EndedWhen []CellRule
	// Changes means that a file holds only who has changed, and not everybody.
	Changes bool
	// DateFormat is how dates are written whose order is not plain.
	DateFormat DateFormat
	// Charset is a name that browsers know; "" finds it out.
	Charset string
	// AlwaysAllowed is how many odd rows are never taken for a fault of the whole file.
	AlwaysAllowed int
}

// A CellRule is a value of one of the file's columns, without regard to case; "" is a blank cell.
type CellRule struct{ Header, Value string }
