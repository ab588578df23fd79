package notifier

import (
	"fmt"
	"strings"

	"github.com/crewmojo-aws/bundle/functions/internal/outcome"
	"github.com/crewmojo-aws/bundle/functions/internal/words"
)

func rejected() []mailCase {
	with := func(rows int, code, reason string) outcome.Import {
		return result(outcome.Rejected, func(r *outcome.Import) {
			r.Rows, r.Changes = outcome.Rows{Read: rows, Rejected: rows}, outcome.Changes{}
			r.Reason, r.Reasons = reason, []outcome.Reason{{Code: code}}
		})
	}
	// refused is a file that Crewmojo will not have.
	refused := func(rows int, reason string) outcome.Import {
		r := with(rows, outcome.ReasonRefused, reason)
		r.Rows, r.Changes = outcome.Rows{Read: rows, Accepted: rows}, outcome.Changes{Changed: 2, Unchanged: rows - 2}
		return r
	}
	split := refused(900, "Crewmojo refused part 2 of 3 of the file (status 400); 1 part before it with 400 people had "+
		"been accepted. Its own words are in answer.txt.")
	split.Sent, split.Uploads = 400, 1
	const lacks = "Row 1 looks like the header, but it has no column for the email address. " +
		"If the file has it under another name, set that in ColumnMap (COLUMN_MAP)."
	noEmail := with(0, "missing-columns", lacks)
	noEmail.Reasons[0].Column = "emailAddress"
	const header = "Row 1 looks like the header, but it has no column for the last name. " +
		"Nachname looks like the column for the last name. Rename the header, or name it in ColumnMap (COLUMN_MAP)."
	noLastName := with(0, "missing-columns", header)
	noLastName.Reasons[0].Column = "lastName"
	const whole = "Crewmojo refused the file (status 400); nothing was imported. Its own words are in answer.txt."
	alone := testWriter
	alone.operatorsHear = false
	noOperator := toldBy(alone, "a setting is needed, and no operator listens", noLastName)
	noOperator.messages = noOperator.messages[:1]
	askThem := toldBy(alone, "refused by Crewmojo, and no operator listens", refused(95, whole))
	askThem.messages = askThem.messages[:1]
	return []mailCase{
		about("no rows", with(0, "not-a-file", "The file is empty.")),
		about("one row", with(1, "no-usable-row", "The only row cannot be used: the email address is not valid.")),
		about("many rows", with(95, "no-usable-row",
			"None of the 95 rows can be used; in 90 of them the email address is not valid.")),
		about("refused by Crewmojo", refused(95, whole)),
		about("refused in part", split),
		askThem,
		about("too large", refused(900, "Crewmojo refused the file (status 413); nothing was imported. It is too large: "+
			"MaxUploadMB (MAX_UPLOAD_MB) splits it.")),
		about("a column is not there", noEmail),
		about("no header", with(0, "no-header", "No header was found: one of the first 20 rows must name the columns first name, last name "+
			"and email address. If the file names them otherwise, name its headers in ColumnMap (COLUMN_MAP).")),
		about("a setting is needed", noLastName),
		about("two settings would do", with(95, "wrong-dates", "80 dates are not written as YYYY-MM-DD, such as 2024-12-31; "+
			"they fit DD/MM/YYYY, such as 31/12/2024. Set DateFormat (DATE_FORMAT) to DD/MM/YYYY.")),
		noOperator,
	}
}

func approvals() []mailCase {
	inPart := approved(outcome.Imported, func(r *outcome.Import) {
		r.Rows, r.Changes = sold().Rows, sold().Changes
	})
	return []mailCase{
		about("imported", approved(outcome.Imported, func(r *outcome.Import) {
			r.Rows = outcome.Rows{Read: 3, Accepted: 3}
			r.Changes = outcome.Changes{Leaving: 3, Changed: 3}
		})),
		about("imported in part", inPart),
		about("too late", approved(outcome.Superseded, nil)),
		about("a second time", approved(outcome.Duplicate, nil)),
		about("never held", approved(outcome.Rejected, func(r *outcome.Import) {
			r.Approves, r.ApprovesKey, r.Source.Key = "", "", "approved/employees-new.csv"
			r.Reasons = []outcome.Reason{{Code: outcome.ReasonNeverHeld}}
			r.Reason = words.NeverHeld
		})),
		about("removed at once", approved(outcome.Gone, nil)),
		about("in a dry run", approved(outcome.Previewed, nil)),
		about("refused by Crewmojo", approved(outcome.Rejected, func(r *outcome.Import) {
			r.Reason = "Crewmojo refused the file (status 400); nothing was imported. Its own words are in answer.txt."
			r.Reasons = []outcome.Reason{{Code: outcome.ReasonRefused}}
		})),
		about("too large for Crewmojo, in part", approved(outcome.Rejected, func(r *outcome.Import) {
			r.Reason = "Crewmojo refused part 2 of 3 of the file (status 413); 1 part before it with 40 people had been accepted. It is too " +
				"large: MaxUploadMB (MAX_UPLOAD_MB) splits it."
			r.Reasons, r.Sent, r.Uploads = []outcome.Reason{{Code: outcome.ReasonRefused}}, 40, 1
		})),
		about("missing people are ended", approved(outcome.Imported, func(r *outcome.Import) {
			r.EndsMissing, r.Rows = true, outcome.Rows{Read: 65, Accepted: 64, Rejected: 1}
			r.Changes = outcome.Changes{Ended: 29, Missing: 1, Unchanged: 64}
		})),
		about("many rows cannot be used", approved(outcome.Imported, func(r *outcome.Import) {
			r.Rows, r.Changes = outcome.Rows{Read: 95, Accepted: 80, Rejected: 15}, outcome.Changes{Unchanged: 80}
			r.Reasons = []outcome.Reason{{Code: outcome.ReasonInvalid, Count: 15, Of: 95, Limit: 10}}
		})),
		about("announced twice", approved(outcome.Duplicate, func(r *outcome.Import) { r.Approves, r.ApprovesKey = "", "" })),
	}
}

func routines() []mailCase {
	inTest := testWriter
	inTest.IsTest = true
	held := sold()
	held.Status, held.Source.Key = outcome.Previewed, "preview/employees.csv"
	held.Reason = "It would be held. " + words.Explained(held)
	old := result(outcome.Previewed, func(r *outcome.Import) { r.Source.Key = "preview/employees.csv" })
	old.Reason = "It would not be sent, because a newer file, received on 24 November 2026 at 08:05 AEDT, has been imported already."
	return []mailCase{
		about("previewed", result(outcome.Previewed, func(r *outcome.Import) {
			r.Source.Key = "preview/employees.csv"
			r.Rows, r.Changes.Added = outcome.Rows{Read: 97, Accepted: 97}, 2
		})),
		toldBy(inTest, "previewed for the test environment", result(outcome.Previewed, func(r *outcome.Import) {
			r.Source.Key, r.Environment = "preview/employees.csv", "test"
		})),
		about("in a dry run", result(outcome.Previewed, nil)),
		about("previewed, and would be held", held),
		about("previewed, and is too old", old),
		about("superseded", result(outcome.Superseded, nil)),
		about("gone", result(outcome.Gone, nil)),
		about("seeded", result(outcome.Seeded, nil)),
		about("announced twice", result(outcome.Duplicate, nil)),
		{name: "dealt with by an attempt that failed afterwards", messages: testWriter.imported(result(outcome.Duplicate, nil), 2)},
	}
}

// failed returns what is told of a failure: of a request, after so many attempts, with what was said, if anything.
func failed(name, function, request string, attempts int, condition, said string) mailCase {
	var r record
	r.Context.RequestID = "4b1c86a0-2d3e-4f50-9a6b-7c8d9e0f1a2b"
	r.Context.FunctionARN = "arn:aws:lambda:eu-central-1:111122223333:function:" + function + ":$LATEST"
	r.Context.Condition, r.Context.Attempts = condition, attempts
	r.Request, r.Response = []byte(request), []byte(said)
	messages, err := testWriter.messages(event{Kind: failure, Detail: r})
	if err != nil {
		panic(err)
	}
	return mailCase{name: name, messages: messages}
}

// announcing returns the notification of files.
func announcing(keys ...string) string {
	var records []string
	for _, key := range keys {
		records = append(records,
			fmt.Sprintf(`{"eventSource":"aws:s3","eventTime":"2026-11-23T21:05:01.000Z",`+
				`"s3":{"bucket":{"name":"acme-crewmojo"},"object":{"key":%q}}}`, key))
	}
	return `{"Records":[` + strings.Join(records, ",") + `]}`
}

func failedImports() []mailCase {
	const file = "incoming/HR+export+Z%C3%BCrich.csv"
	said := func(kind, message string) string {
		return fmt.Sprintf(`{"errorType":%q,"errorMessage":%q}`, kind, message)
	}
	return []mailCase{
		failed("wrong credentials", "Import", announcing(file), 3, "RetriesExhausted",
			said("ImportError", "import 20261123T210501Z-3f2a9c81d04b: get token: crewmojo: 401 Unauthorized")),
		failed("of an approved file", "Import", announcing("approved/source.csv"), 3, "RetriesExhausted",
			said("ImportError", "import 20261123T210501Z-3f2a9c81d04b: get token: crewmojo: 401 Unauthorized")),
		failed("an empty secret", "Import", announcing(file), 3, "RetriesExhausted",
			said("ImportError", "import 20261123T210501Z-3f2a9c81d04b: secret crewmojo has no client_id: its string must be "+
				`{"client_id":"...","client_secret":"..."}, from Company Settings`)),
		failed("a wrong setting", "Import", announcing(file), 3, "RetriesExhausted",
			said("WrongSettingsError",
				`wrong setting: DateFormat (DATE_FORMAT)="DD/MM/YY": must be YYYY-MM-DD, DD/MM/YYYY or MM/DD/YYYY`)),
		failed("after the first part", "Import", announcing(file), 3, "RetriesExhausted",
			said("ImportError", "import 20261123T210501Z-3f2a9c81d04b: "+words.AfterSending(12_000)+
				": upload employees: crewmojo: 500 Internal Server Error (tried 5 times)")),
		failed("out of memory", "Import", announcing(file), 2, "RetriesExhausted",
			said("Runtime.ExitError", "RequestId: 4b1c86a0-2d3e-4f50-9a6b-7c8d9e0f1a2b Error: Runtime exited with "+
				"error: signal: killed")),
		failed("out of time", "Import", announcing(file), 3, "RetriesExhausted",
			said("", "2026-11-23T21:20:01.000Z 4b1c86a0-2d3e-4f50-9a6b-7c8d9e0f1a2b Task timed out after 900.00 "+
				"seconds")),
		failed("too old", "Import", announcing(file), 1, "EventAgeExceeded", ""),
		failed("stopped", "Import", announcing(file), 0, "ZeroReservedConcurrency", ""),
		failed("two files", "Import", announcing("incoming/a.csv", "incoming/b.csv"), 3, "RetriesExhausted",
			said("ImportError", "no such host")),
		failed("unknown", "Import", announcing(file), 3, "RetriesExhausted",
			said("ImportError", "import 20261123T210501Z-3f2a9c81d04b: strconv: "+
				`parsing "Zoë Müller": 0491570156 of zoe@example.com is Müller's`)),
		failed("no file", "Import", `{"detail-type":"Object Created"}`, 3, "RetriesExhausted", said("WrongEventError",
			"the function was sent an event of EventBridge, and it takes only notifications of S3: let the bucket "+
				"itself notify the function")),
	}
}

func failedExports() []mailCase {
	said := func(kind, message string) string {
		return fmt.Sprintf(`{"errorType":%q,"errorMessage":%q}`, kind, message)
	}
	return []mailCase{
		failed("one report", "Export", `{"report":"oneonone.summary","period":"yesterday"}`, 3, "RetriesExhausted",
			said("ExportError", "export oneonone.summary 2026-11-22: download report: crewmojo: 400 Invalid data "+
				"received "+
				"(the report's name may be wrong: Crewmojo tells you which reports you have)")),
		failed("two reports", "Export", `{"reports":["oneonone.summary","goals.progress"],"period":"yesterday"}`, 3,
			"RetriesExhausted",
			said("ExportError", "export oneonone.summary and goals.progress: download report: crewmojo: 401 "+
				"Unauthorized (tried 12 times)")),
		failed("one of two reports", "Export", `{"reports":["oneonone.summary","no.such"],"period":"yesterday"}`, 3,
			"RetriesExhausted", said("ExportError", "export no.such 2026-11-22: download report: crewmojo: 400 Invalid data received "+
				"(the report's name may be wrong: Crewmojo tells you which reports you have)")),
		failed("a wrong period", "Export", `{"reports":["oneonone.summary","no.such"],"period":"last-month"}`, 3,
			"RetriesExhausted", said("EventError", `event: period "last-month" is not one of last-30-days, last-7-days, yesterday`)),
		failed("several reports that nobody names", "Export", `{"reports":["oneonone.summary","no.such"],"period":"yesterday"}`, 3,
			"RetriesExhausted", said("", "Task timed out after 900.00 seconds")),
		failed("many reports", "Export", `{"reports":["a.b","c.d","e.f"],"period":"yesterday"}`, 3, "RetriesExhausted",
			said("ExportError", "export a.b, c.d and e.f: download report: crewmojo: 503 Service Unavailable (tried "+
				"9 times)")),
		failed("no report", "Export", `{"reprot":"oneonone.summary"}`, 3, "RetriesExhausted",
			said("EventError", `the event names the field "reprot": report, reports, period, startDate, endDate are allowed`)),
		failed("stopped", "Export", `{"report":"oneonone.summary"}`, 0, "ZeroReservedConcurrency", ""),
	}
}

func reports() []mailCase {
	at := func(name, start, end, folder string, rows int) outcome.Report {
		return outcome.Report{Status: outcome.Exported, Report: name, StartDate: start, EndDate: end, Format: "csv",
			Rows: rows,
			Key:  "reports/" + name + "/csv/" + folder + "/" + name + ".csv"}
	}
	one := at("oneonone.summary", "2026-11-22", "2026-11-22", "by=day/day=2026-11-22", 1)
	two := at("goals.progress", "2026-11-01", "2026-11-22", "period=month-to-date/start=2026-11-01/end=2026-11-22", 2)
	none := at("people", "", "", "period=none/date=2026-11-23", 0)
	held := func(r outcome.Report) outcome.Report {
		r.Status, r.Key, r.RowsBefore = outcome.Held, strings.Replace(r.Key, "reports/", "reports/_held/", 1), r.Rows+60
		return r
	}
	every, problems := testWriter, testWriter
	problems.All = false
	told := func(w writer, name string, all ...outcome.Report) mailCase {
		return mailCase{name: name, messages: w.reports(all)}
	}
	return []mailCase{
		told(every, "one", one),
		told(every, "two", one, two),
		told(every, "many", one, one, one, two, two, none),
		told(every, "without rows", none),
		told(every, "a retry that finds everything there", outcome.Report{Status: outcome.Unchanged, Report: "people"}),
		told(problems, "one held", held(one), two),
		told(problems, "two held", held(one), held(two)),
		told(problems, "many held, one without rows", held(none), held(one), held(one), held(one), held(two)),
		told(problems, "and only problems are told", one),
	}
}
