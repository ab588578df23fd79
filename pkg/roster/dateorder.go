package roster

// A dateJudge counts how those dates of a file are written whose format is not plain. Whether the set format is right
// is a question about all of them, never about one cell.
type dateJudge struct {
	set       DateFormat
	onlySet   int // dates that fit only the set format
	onlyOther int // dates that fit only another one
	fits      [3]int
}

func (j *dateJudge) add(p parsedDate) {
	if !p.digits {
		return
	}
	fitting := 0
	for _, f := range dateFormats {
		if p.fits(f) {
			j.fits[f]++
			fitting++
		}
	}
	switch {
	case p.fits(j.set) && fitting == 1:
		j.onlySet++
	case !p.fits(j.set) && fitting > 0:
		j.onlyOther++
	}
}

// isWrong reports whether the set format is not the file's.
func (j *dateJudge) isWrong() bool { return j.onlyOther > j.onlySet }

// would returns the formats that fit most of the dates.
func (j *dateJudge) would() []DateFormat {
	most := max(j.fits[DMY], j.fits[MDY])
	var formats []DateFormat
	for _, f := range dateFormats {
		if f != j.set && j.fits[f] == most {
			formats = append(formats, f)
		}
	}
	return formats
}

// refusal returns the error of a file whose dates are in another format.
func (j *dateJudge) refusal() *RefusedError {
	formats := j.would()
	text, fit := "%d dates are not written as %s, such as %s; ", "they fit %s, such as %s"
	if j.onlyOther == 1 {
		text, fit = "%d date is not written as %s, such as %s; ", "it fits %s, such as %s"
	}
	values := []safe{number(j.onlyOther), j.set, j.set.example(), formats[0], formats[0].example()}
	switch {
	case len(formats) > 1:
		fit += ", and %s, such as %s, equally well"
		values = append(values, formats[1], formats[1].example())
	case j.fits[formats[0]] < j.onlyOther:
		fit = "most of them fit %s, such as %s"
	}
	err := refuse(WrongDates, text+fit, values...)
	err.Formats = formats
	return err
}
