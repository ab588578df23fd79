package roster

import (
	"maps"
	"slices"
)

// Compare compares a file with the baseline.
func Compare(file *File, base *Baseline, occasion Occasion) *Plan {
	p := &Plan{
		Rows: file.Rows, Rejects: file.Rejects[:len(file.Rejects):len(file.Rejects)], problems: file.problems.clone(),
		CutOff: file.cutOff, Nameless: file.nameless,
		file: file, base: base, occasion: occasion, today: occasion.day(),
		rows:  make([]planned, len(file.people)),
		fates: make([]baseFate, len(base.people)),
		codes: newIndex(base.byCode, len(base.people), len(file.people)), emails: newIndex(base.byEmail, len(base.people), len(file.people)),
		answered: map[key]bool{}, sameColumns: slices.Equal(file.columns, base.columns),
	}
	p.endsAreOurs = occasion.EndMissing && !file.hasEnd && !slices.Contains(base.columns[:base.sent], EmploymentEndDate)
	for i := range p.fates {
		p.fates[i].row = -1
	}
	p.mergeRows()
	p.doubled = maps.Clone(p.answered)
	p.matchRows()
	p.endUnaddressed()
	p.findMissing()
	p.findPossibleDuplicates()
	p.endMissing()
	p.compareRows()
	p.checkManagers()
	p.countRewritten()
	p.findVanished()
	p.findUnmappedEnds()
	p.Problems = p.problems.sorted()
	return p
}
