package words

import (
	"fmt"
	"slices"
	"strings"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/pkg/roster/inwords"
)

// A Why is a reason in words.
type Why struct {
	Short  string // in a few words, for a subject or a heading
	Long   string // in a sentence or two
	Remedy string // what only the people who run the import can do, with the settings named; "" if HR decides
}

// Because says why a safeguard holds a file: one of the reasons of its result.
func Because(reason outcome.Reason, r outcome.Import) Why {
	limit := fmt.Sprintf(" More than %d %% is held.", reason.Limit)
	part := share(over(reason))
	switch reason.Code {
	case outcome.ReasonInvalid:
		short := Grouped(reason.Count) + " of " + Counted(reason.Of, "row", "rows") + " cannot be used"
		return Why{short, short + part + "." + limit, ""}
	case outcome.ReasonLeaving:
		short, long := leaving(reason, r.Changes)
		return Why{short, long + "." + limit, ""}
	case outcome.ReasonJoining:
		now := "nobody"
		if reason.Of > 0 {
			now = Grouped(reason.Of)
		}
		joiners := Persons(reason.Count)
		return Why{joiners + " would join, " + now + " employed now", joiners + " would join or be rehired, and " + now +
			Either(max(reason.Of, 1), " is", " are") + " employed now" + part + "." + limit, ""}
	case outcome.ReasonRewritten:
		would := inwords.Column(reason.Column) + " would change for " + Grouped(reason.Count) + " of "
		return Why{would + Grouped(reason.Of), "The " + would + employees(reason.Of) + part + "." + limit, ""}
	case outcome.ReasonVanishedColumn:
		column := "the column " + quoted(inwords.Column(reason.Column)) + " is missing"
		return Why{column, Sentence(column + " from the file, or is empty. The last file had values in it"), ""}
	case outcome.ReasonUnmappedEnd:
		if reason.Count > 0 {
			return statusWithoutEnd(reason)
		}
		return Why{"people who have left would look employed", "The column " + quoted(reason.Column) + " seems to say who has left, " +
			"and the import does not read it: people who have left would be sent as employed.",
			"Name the column in ColumnMap (COLUMN_MAP) if it holds dates, or in EndedWhen (ENDED_WHEN) with each value that " +
				"means \"has left\", and deploy."}
	case outcome.ReasonCutOff:
		return Why{"cut off after " + Counted(r.Rows.Read, "row", "rows"),
			"The last row looks incomplete, so rows after it may be missing.", ""}
	case outcome.ReasonBrokenBaseline:
		return Why{"the list of the last import is damaged",
			"The list of what the last import sent is damaged, so this file cannot be compared with it.",
			"If the file has everybody, let HR approve it: it then takes the list's place. If not, restore an older version of " +
				"state/baseline.csv."}
	case outcome.ReasonOtherEnvironment:
		return Why{"the last import was into the other Crewmojo",
			"The last import was into Crewmojo's other environment (the real one, or the one for tests), so this file cannot be compared with it.",
			"If the file has everybody, let HR approve it: it then takes the place of the list of that import. If not, put a " +
				"file of everybody who is in this Crewmojo under seed/."}
	}
	return Why{reason.Code, r.Reason, ""}
}

// statusWithoutEnd says that people have left by a status, and have no end of employment.
func statusWithoutEnd(reason outcome.Reason) Why {
	n := reason.Count
	who := Persons(n) + " who " + Either(n, "has", "have") + " left would look employed"
	return Why{who, "The column " + quoted(reason.Column) + " says of " + Persons(n) + " that they have left, but " +
		Either(n, "the row has", "their rows have") + " no end of employment: they would stay employed in Crewmojo.",
		"Name the column in EndedWhen (ENDED_WHEN) with each value that means \"has left\", and deploy: then such a row ends the " +
			"employment on the day its file is received. Or have the export give everybody's last day."}
}

// leaving says how many leave, how many are missing and how many are ended, which one safeguard counts together.
func leaving(reason outcome.Reason, c outcome.Changes) (short, long string) {
	var figures, parts []string
	for _, kind := range []struct {
		n                 int
		figure, one, many string
	}{
		{c.Leaving, "%s would leave", "%s would leave", "%s would leave"},
		{c.Missing, "%s missing", "%s is missing from the file", "%s are missing from the file"},
		{c.Ended, "employment of %s would be ended", "%s is missing, and their employment would be ended",
			"%s are missing, and their employment would be ended"},
	} {
		if kind.n == 0 {
			continue
		}
		who := Grouped(kind.n)
		if len(figures) == 0 {
			who += " of " + employees(reason.Of)
		}
		figures = append(figures, fmt.Sprintf(kind.figure, who))
		parts = append(parts, fmt.Sprintf(Either(kind.n, kind.one, kind.many), who))
	}
	long = listed(parts)
	switch part := over(reason); {
	case part != "" && len(parts) > 1:
		long += ": together " + part
	case len(parts) == 1:
		long += share(part)
	}
	return strings.Join(figures, ", "), long
}

// over writes what part of a whole a reason counts: a figure that is above the limit, also where it is rounded.
func over(reason outcome.Reason) string {
	if reason.Count < reason.Of && (reason.Count*200+reason.Of)/(2*reason.Of) <= reason.Limit {
		return fmt.Sprintf("more than %d %%", reason.Limit)
	}
	return percent(reason.Count, reason.Of)
}

// CutOff says what to do about a file that was cut off, which is hardly ever right.
const CutOff = "Very likely the file was cut off: do not approve it; have it delivered again."

func employees(n int) string { return Counted(n, "employee", "employees") }

// Reasons says why a file is held, or would be, in sentences: one for each reason.
func Reasons(r outcome.Import) []string {
	var all []string
	for _, reason := range r.Reasons {
		all = append(all, Because(reason, r).Long)
	}
	return all
}

// Explained says the same in one text, and what only the people who run the import can do about it.
func Explained(r outcome.Import) string {
	said := Reasons(r)
	for _, reason := range r.Reasons {
		if remedy := Because(reason, r).Remedy; remedy != "" && !slices.Contains(said, remedy) {
			said = append(said, remedy)
		}
	}
	return strings.Join(said, " ")
}

// reasonsInShort says the first of the reasons for which a file is held, and how many more there are. If the file was cut
// off, that is why people are missing.
func reasonsInShort(r outcome.Import) string {
	short, said := Because(r.Reasons[0], r).Short, 1
	if r.Reasons[0].Code == outcome.ReasonCutOff && len(r.Reasons) > 1 && r.Reasons[1].Code == outcome.ReasonLeaving {
		gone := r.Changes
		gone.Missing, gone.Ended = gone.Missing+gone.Ended, 0
		who, _ := leaving(r.Reasons[1], gone)
		short, said = short+", "+who, 2
	}
	if more := len(r.Reasons) - said; more > 0 {
		short += ", and " + Counted(more, "more reason", "more reasons")
	}
	return short
}
