package outcome

// A Reason is why a file is held, would be, or was rejected. The safeguards that count have figures; the others have only a
// code, and a column if they are about one.
type Reason struct {
	Code   string `json:"code"`
	Column string `json:"column"` // the column that it is about; "" for none
	Count  int    `json:"count"`
	Of     int    `json:"of"`
	Limit  int    `json:"limit"` // percent
}

// The codes of the safeguards, which hold a file.
const (
	ReasonInvalid          = "invalid"              // rows that cannot be used
	ReasonLeaving          = "leaving"              // people who leave, are missing or are ended
	ReasonJoining          = "joining"              // joiners and rehires
	ReasonRewritten        = "rewritten"            // people who get another value in a column
	ReasonVanishedColumn   = "vanished-column"      // the last import sent it
	ReasonUnmappedEnd      = "unmapped-end"         // a column that seems to say who has left, and is not sent
	ReasonCutOff           = "cut-off"              // the last row looks incomplete
	ReasonBrokenBaseline   = "baseline"             // it cannot be read
	ReasonOtherEnvironment = "baseline-environment" // another environment wrote the baseline
)

// ProblemPossibleDuplicate is the code of roster.PossibleDuplicate: somebody new has the name of somebody who is missing.
const ProblemPossibleDuplicate = "possible-duplicate"

// The codes of a rejected file. All others are those of roster.Refusal, too.
const (
	ReasonNeverHeld      = "never-held"      // somebody put a file under approved/ that no safeguard has held
	ReasonRefused        = "refused"         // Crewmojo refused the file, or a part of it
	ReasonNoHeader       = "no-header"       // as roster.NoHeader
	ReasonMissingColumns = "missing-columns" // as roster.MissingColumns: a reason for each column
	ReasonNoRows         = "no-rows"         // as roster.NoRows
	ReasonWrongDates     = "wrong-dates"     // as roster.WrongDates
)
