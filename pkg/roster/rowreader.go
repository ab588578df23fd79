package roster

import (
	"errors"

	"github.com/crewmojo-aws/bundle/pkg/csvscan"
)

// isMalformed reports whether an error costs only its own row.
func isMalformed(err error) bool { return errors.Is(err, csvscan.ErrMalformed) }

// A rowReader reads the rows of a file, as a [csvscan.Scanner] does.
type rowReader interface {
	Next() ([][]byte, error)
	Row() int
	Plain() bool
	Terminated() bool
}
