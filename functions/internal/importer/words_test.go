package importer

import (
	"strings"
	"testing"
	"time"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/functions/internal/settings"
	"github.com/crewmojo-aws/bundle/pkg/crewmojo"
	"github.com/crewmojo-aws/bundle/pkg/roster"
)

// The words about a file that is refused say nothing that stands in it, whatever it is refused for.
func TestRefusalsStayInTheBucket(t *testing.T) {
	const row = "Privada,Privlace,privada@private.example\n"
	seen := map[roster.Refusal]bool{}
	for _, file := range []string{
		"", row, "\xFF\xFE" + row, `{"name":"Privada"}`, "\x1F\x8BPriv", "PK\x03\x04Priv",
		"First Name,Last Name,Privada Email\n" + row,
		"Private list\nFirst Name,First Name,Last Name,Email\n" + row,
		"First Name,Last Name,Email\n",
		"First Name,Last Name,Email\nPrivada,Privlace,private\n",
		"First Name,Last Name,Email,Start Date\nPrivada,Privlace,privada@private.example,Priv-day\n",
		"First Name,Last Name,Email,Start Date\nPrivada,Privlace,privada@private.example,31/01/2020\n",
		"First Name,Last Name,Email\u2028" + row + "Grace,Hopper,grace@example.com\n",
	} {
		_, err := roster.Format{}.Read(strings.NewReader(file))
		refused, ok := err.(*roster.RefusedError)
		if !ok {
			t.Errorf("%q: error %v", file, err)
			continue
		}
		seen[refused.Why] = true
		if said := refusalInWords(refused); strings.Contains(strings.ToLower(said), "priv") || strings.Contains(said, "..") {
			t.Errorf("%q: %s", file, said)
		}
	}
	if len(seen) != 8 {
		t.Errorf("refused for %v, not for every reason", seen)
	}
}

// A file that is not UTF-8 is read in a charset that is a guess: where that may be why it is refused or held, the reason says
// which setting names another.
func TestGuessedCharsets(t *testing.T) {
	const setting = "Charset (CHARSET)"
	known := "firstName,lastName,emailAddress,receivedAt,missingSince,environment\n"
	garbled, plain := "First Name,Last Name,Email\n", "First Name,Last Name,Email\n"
	for _, name := range []string{"ada", "grace", "alan", "edsger"} {
		known += name + ",Müller," + name + "@example.com,20261122T210000Z,,test\n"
		garbled += name + ",M\x9Fller," + name + "@example.com\n" // in macintosh
		plain += name + ",Muller," + name + "@example.com\n"
	}
	limits := Limits{Invalid: 10, Leaving: 10, Joining: 20, Rewritten: 10, AlwaysAllowed: 2}
	for _, test := range []struct {
		file   string
		status outcome.Status
		says   bool
	}{
		{"Pr\x8Enom;Nom;Courriel\nZo\x8E;King;zoe@example.com\n", outcome.Rejected, true},
		{"\x90\xA9;\x96\xBC;\x83\x81\x81[\x83\x8B\n\x95\\;\x94\\;taro@example.jp\n", outcome.Rejected, true}, // in shift_jis
		{"Pronom;Nom;Courriel\nZo\x8E;King;zoe@example.com\n", outcome.Rejected, true},
		{"Pronom;Nom;Courriel\nZoé;King;zoe@example.com\n", outcome.Rejected, false},
		{garbled, outcome.Held, true},
		{plain, outcome.Held, false},
	} {
		set := Settings{Zone: time.UTC, Limits: limits, Crewmojo: settings.Crewmojo{Environment: "test"}}
		checked, err := Check(set, "f.csv", strings.NewReader(test.file), strings.NewReader(known), time.Now())
		if r := checked.Result; err != nil || r.Status != test.status || strings.Contains(r.Reason, setting) != test.says {
			t.Errorf("%q: error %v, %s: %s; want %s, and that it names the setting: %t", test.file, err, r.Status, r.Reason, test.status, test.says)
		}
	}
}

// What is said when Crewmojo refuses a part of a file counts parts as people do, and tells what it has taken already.
func TestRefusedParts(t *testing.T) {
	for _, test := range []struct {
		status, parts, n, sent int
		want                   string
	}{
		{400, 1, 0, 0, "Crewmojo refused the file (status 400); nothing was imported. Its own words are in answer.txt."},
		{400, 3, 0, 0, "Crewmojo refused part 1 of 3 of the file (status 400); nothing was imported. Its own words are in answer.txt."},
		{413, 3, 1, 1, "Crewmojo refused part 2 of 3 of the file (status 413); 1 part before it with 1 person had been accepted. " +
			"It is too large: MaxUploadMB (MAX_UPLOAD_MB) splits it."},
		{422, 3, 2, 1400, "Crewmojo refused part 3 of 3 of the file (status 422); 2 parts before it with 1,400 people had been " +
			"accepted. Its own words are in answer.txt."},
	} {
		if got := refusedInWords(&crewmojo.APIError{StatusCode: test.status}, test.parts, test.n, test.sent); got != test.want {
			t.Errorf("%q; want %q", got, test.want)
		}
	}
}

// The result's codes are the roster's, so that whoever knows the result alone understands them.
func TestCodes(t *testing.T) {
	for code, refusal := range map[string]roster.Refusal{
		outcome.ReasonNoHeader: roster.NoHeader, outcome.ReasonMissingColumns: roster.MissingColumns,
		outcome.ReasonNoRows: roster.NoRows, outcome.ReasonWrongDates: roster.WrongDates,
	} {
		if code != string(refusal) {
			t.Errorf("the code %s is the roster's %s", code, refusal)
		}
	}
	if outcome.ProblemPossibleDuplicate != string(roster.PossibleDuplicate) {
		t.Errorf("the code %s is the roster's %s", outcome.ProblemPossibleDuplicate, roster.PossibleDuplicate)
	}
}
