package exporter

import (
	"fmt"
	"slices"
	"strings"
)

// An ExportError says which reports could not be exported, and why. Nothing was written of them.
type ExportError struct {
	failed []failure
	left   []export // never begun, or cut short
	cause  error    // why they are left
}

type failure struct {
	export export
	err    error
}

// add notes an export that failed.
func (e *ExportError) add(x export, err error) { e.failed = append(e.failed, failure{x, err}) }

// stop notes the exports that are left when no more can be done. The first of them met err.
func (e *ExportError) stop(left []export, err error) { e.left, e.cause = left, err }

// orNil returns e, or nil if everything was exported.
func (e *ExportError) orNil() error {
	if len(e.failed) == 0 && len(e.left) == 0 {
		return nil
	}
	return e
}

// Error names every export that failed, and the dates that are left.
func (e *ExportError) Error() string {
	var parts []string
	for _, same := range e.byCause() {
		parts = append(parts, "export "+names(same.exports)+": "+same.err)
	}
	switch {
	case len(e.left) == 1:
		parts = append(parts, "export "+names(e.left)+": "+e.cause.Error())
	case len(e.left) > 1:
		parts = append(parts, fmt.Sprintf("export %s: %v; these are left: %s", e.left[0].name(), e.cause, names(e.left)))
	}
	return strings.Join(parts, "; ")
}

// Unwrap returns the causes.
func (e *ExportError) Unwrap() (causes []error) {
	for _, f := range e.failed {
		causes = append(causes, f.err)
	}
	if e.cause != nil {
		causes = append(causes, e.cause)
	}
	return causes
}

// maxCauses bounds the causes that an error gives in words: in a back-fill each day may have one of its own, and the record
// of a failed event has room for 256 KB.
const maxCauses = 20

// A sameFailure is exports that failed for the same reason.
type sameFailure struct {
	exports []export
	err     string
}

func (e *ExportError) byCause() (all []sameFailure) {
	for _, f := range e.failed {
		cause := f.err.Error()
		i := slices.IndexFunc(all, func(s sameFailure) bool { return s.err == cause })
		if i < 0 && len(all) > maxCauses {
			i = maxCauses
		}
		if i < 0 {
			if i = len(all); i == maxCauses {
				cause = "other causes, which the function's log has"
			}
			all = append(all, sameFailure{err: cause})
		}
		all[i].exports = append(all[i].exports, f.export)
	}
	return all
}

// names lists exports by their reports; days, weeks or months that follow one another as a range.
func names(exports []export) string {
	var reports []string
	parts := map[string][]export{}
	for _, x := range exports {
		if parts[x.report] == nil {
			reports = append(reports, x.report)
		}
		parts[x.report] = append(parts[x.report], x)
	}
	for i, report := range reports {
		reports[i] = strings.TrimSpace(report + " " + ranges(parts[report]))
	}
	return strings.Join(reports, " and ")
}

// ranges lists the days, weeks or months of exports, which are the newest first.
func ranges(exports []export) string {
	var texts []string
	for i := 0; i < len(exports); i++ {
		newest := exports[i]
		for i+1 < len(exports) && exports[i+1].span.end.Equal(before(exports[i].span.start, 1)) {
			i++
		}
		text := newest.part()
		if oldest := exports[i]; oldest != newest {
			text = oldest.part() + " to " + text
		}
		texts = append(texts, text)
	}
	return strings.Join(texts, ", ")
}

// A hintedError is an error with what may be behind it.
type hintedError struct {
	err  error
	hint string
}

func (e *hintedError) Error() string { return e.err.Error() + " (" + e.hint + ")" }
func (e *hintedError) Unwrap() error { return e.err }
