package notifier

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// RUNBOOK.md has the table of causes, row by row.
func TestRunbookSaysTheSame(t *testing.T) {
	text, err := os.ReadFile("../../../RUNBOOK.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, found := strings.Cut(string(text), "\n### What errors say\n")
	section, _, _ = strings.Cut(section, "\n## ")
	if !found {
		t.Fatal("there is no section")
	}
	links := regexp.MustCompile(`\[([^]]*)\]\([^)]*\)`)
	var got, want []string
	for line := range strings.Lines(section) {
		if strings.HasPrefix(line, "| `") {
			got = append(got, links.ReplaceAllString(strings.TrimSpace(line), "$1"))
		}
	}
	for _, c := range causes {
		want = append(want, "| `"+strings.Join(c.signs, "`, `")+"` | "+c.means+" | "+c.remedy+" |")
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}

// Errors as the functions and Lambda write them, and their causes.
func TestCauses(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{`WrongSettingsError: 2 wrong settings: DateFormat (DATE_FORMAT)="DD/MM": must be YYYY-MM-DD; ` +
			`Send (SEND)="x": must be all or changes`,
			"a setting is wrong"},
		{"WrongEventError: " +
			"the function was sent a message of an SQS queue, and it takes only notifications of S3: let the bucket",
			"wired to the wrong events"},
		{`EventError: period "yesteday" is not one of yesterday, last-7-days`, "the event is wrong"},
		{"ImportError: import 1: secret crewmojo still holds the placeholder REPLACE-ME: fill it in Secrets Manager",
			"the secret was never filled"},
		{"ImportError: import 1: secret crewmojo has no client_id: its string must be", "the secret is malformed"},
		{"ImportError: import 1: read secret crewmojo: operation error Secrets Manager: GetSecretValue, " +
			"https response error StatusCode: 400, " +
			"RequestID: 1, ResourceNotFoundException: Secrets Manager can't find the specified secret.",
			"there is no such secret"},
		{"ImportError: import 1: read secret crewmojo: operation error Secrets Manager: GetSecretValue, InvalidRequestException: " +
			"You can't perform this operation on the secret because it was marked for deletion.",
			"there is no such secret"},
		{"ImportError: import 1: read secret crewmojo: operation error Secrets Manager: GetSecretValue, " +
			"https response error StatusCode: 400, " +
			"RequestID: 1, api error AccessDeniedException: User: arn:aws:sts::1:assumed-role/r is not authorized to perform",
			"a permission is missing"},
		{"ImportError: import 1: get token: crewmojo: 401 Unauthorized", "the credentials are wrong"},
		{"ImportError: import 1: upload employees: crewmojo: 401 Unauthorized (tried 12 times)",
			"others take the token"},
		{"ImportError: import 1: upload employees: crewmojo: 403 Forbidden", "Crewmojo does not allow it"},
		{"ExportError: export r: poll report: crewmojo: 404 Not Found", "a path is wrong"},
		{"ExportError: export r: download report: crewmojo: 404 Not Found (the report's name may be wrong: Crewmojo tells you which " +
			"reports you have)", "Crewmojo refused the report"},
		{"ExportError: export r: get token: crewmojo: 400 Bad Request", "the credentials are wrong"},
		{"ExportError: export r: download report: crewmojo: 302 Found", "something else answered"},
		{"ExportError: export r: download report: crewmojo: 413 Request Entity Too Large", "the report is too much"},
		{"ExportError: export r: download report: crewmojo: the answer is JSON, where CSV was asked for", "Crewmojo's answer is no report"},
		{"ExportError: export r: the report is damaged: it is an object without a list of rows (fields: 2)",
			"Crewmojo's answer is no report"},
		{"ExportError: export r: poll report: crewmojo: 200 but the answer says that it failed", "Crewmojo's answer is no report"},
		{"ExportError: export r: the answer is only a part of the report, as its field hasMore says: ask for shorter ranges",
			"the report is too much"},
		{"ExportError: export r: download report: crewmojo: 429 Too Many Requests (tried 9 times)",
			"too many requests"},
		{"ExportError: export r: download report: crewmojo: 503 Service Unavailable (tried 9 times)",
			"Crewmojo is down"},
		{"ImportError: import 1: upload employees: crewmojo: 501 Not Implemented (tried 5 times)", "Crewmojo is down"},
		{"ImportError: import 1: upload employees: crewmojo: 505 HTTP Version Not Supported (tried 5 times)", "Crewmojo is down"},
		{"ImportError: import 1: upload employees: crewmojo: 507 Insufficient Storage (tried 5 times)", "Crewmojo is down"},
		{"ExportError: export r: download report: crewmojo: 522 (tried 9 times)", "Crewmojo is down"}, // Cloudflare's
		{"ExportError: export r: download report: crewmojo: 530 (tried 9 times)", "Crewmojo is down"},
		{"ExportError: export r: download report: crewmojo: 599 (tried 9 times)", "Crewmojo is down"},
		{"ImportError: import 1: upload employees: crewmojo: 408 Request Timeout (tried 5 times)", "Crewmojo is down"},
		{"ImportError: import 1: upload employees: crewmojo: 425 Too Early (tried 9 times)", "Crewmojo is down"},
		{"ImportError: import 1: upload employees: crewmojo: 511 Network Authentication Required (tried 5 times)",
			"something else answered"},
		{"ImportError: import 1: upload employees: crewmojo: 402 Payment Required", "something else answered"},
		{"ImportError: import 1: upload employees: crewmojo: 431 Request Header Fields Too Large", "something else answered"},
		{"ImportError: import 1: get token: crewmojo: the answer is a web page, with status 401", "something else answered"},
		{"ExportError: export r: the report is damaged: it reads like a message instead of a report", "Crewmojo's answer is no report"},
		{"ImportError: import 1: upload employees: crewmojo: the answer is a web page", "something else answered"},
		{"ImportError: import 1: upload employees: crewmojo: the answer is a web page, with status 400", "something else answered"},
		{"ImportError: import 1: upload employees: crewmojo: 407 Proxy Authentication Required", "something else answered"},
		{"ImportError: import 1: upload employees: crewmojo: 405 Method Not Allowed", "a path is wrong"},
		{"ExportError: export r: the report is damaged: line 3 has 2 cells", "the report came damaged"},
		{"ExportError: export r: poll report: the report was not ready in time: context deadline exceeded",
			"the report took too long"},
		{"ImportError: import 1: write state/baseline.csv: operation error S3: PutObject, StatusCode: " +
			"403, api error AccessDenied: Access Denied",
			"a permission is missing"},
		{"ExportError: export r: look for report: operation error S3: HeadObject, StatusCode: 403, api error Forbidden: Forbidden",
			"a permission is missing"}, // the answer to HEAD has no body to say more
		{"ImportError: import 1: read incoming/e.csv: operation error S3: GetObject, StatusCode: " +
			"400, api error KMS.DisabledException: key",
			"the key cannot be used"},
		{"ExportError: export r: download report: write /tmp/x: no space left on device: " +
			"the function's temporary storage is full; raise",
			"no room for the file"},
		{"Runtime.ExitError: RequestId: 1 Error: Runtime exited with error: signal: killed", "out of memory"},
		{"2026-11-23T21:20:01.000Z 1 Task timed out after 900.00 seconds", "out of time"},
		{"StoppedError: stopped by Lambda (SIGTERM) before the work was done: context canceled", "interrupted by AWS"},
		{"EventAgeExceeded", "it waited too long"},
		{"ZeroReservedConcurrency", "the function is stopped"},
		{"RetriesExhausted", "an unknown error"},
		{"", "an unknown error"},
	} {
		if got := causeOf(test.text); got.short != test.want {
			t.Errorf("%s: %q, want %q", test.text, got.short, test.want)
		}
	}
}

// No cause hides another: each sign alone leads to its own row.
func TestSignsAreDistinct(t *testing.T) {
	for _, c := range causes {
		if c.short == "" || c.means == "" || c.remedy == "" {
			t.Errorf("%q says too little", c.signs)
		}
		for _, sign := range c.signs {
			if found := causeOf(sign); found.short != c.short {
				t.Errorf("%q is taken for %q", sign, found.short)
			}
		}
	}
}

// Whatever an error holds, no personal data is told.
func TestWithoutPersonalData(t *testing.T) {
	const own = "import 20261123T210501Z-3f2a9c81d04b: get token: crewmojo: 401 Unauthorized"
	const setting = `wrong setting: DateFormat (DATE_FORMAT)="DD/MM/YY": must be YYYY-MM-DD`
	for text, want := range map[string]string{
		setting:                             setting,
		own:                                 own,
		`parsing "Ada Lovelace": bad`:       "parsing [...]: bad",
		`Key='Ada' and "E1" and ` + "`x y`": "Key=[...] and [...] and [...]",
		`a="Ada Lovelace"`:                  "a[...]",
		// Our own words, and what an operator has asked for.
		`its string must be {"client_id":"...","client_secret":"..."}`: `its string must be {"client_id":"...","client_secret":"..."}`,
		`EventError: event: period "last-month" is not one of`:         `EventError: event: period "last-month" is not one of`,
		`EventError: event: report "ann@example.com"`:                  "EventError: event: report [...]",
		`ImportError: EventError: "Ada"`:                               "ImportError: EventError: [...]",
		"no such user ada@example.com, <ada@example.com>":              "no such user [...] [...]",
		"code 0491570156 of Zoë":                                       "code [...] of [...]",
		"two\nlines\x00\x1b[31m":                                       "two [...]",
		"\u202eevil text":                                              "[...] text",
		strings.Repeat("word ", 200):                                   strings.Repeat("word ", 200)[:maxError-len("...")] + "...",
	} {
		if got := withoutPersonalData(text); got != want {
			t.Errorf("%q:\n got %q\nwant %q", text, got, want)
		}
	}
}
