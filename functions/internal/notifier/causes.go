package notifier

import "strings"

// A cause is what may be behind an error. RUNBOOK.md has the same table, under "What errors say".
type cause struct {
	signs  []string // an error that contains one of them has this cause, unless it has an earlier one
	short  string   // for a subject
	means  string
	remedy string
}

// causes are in the order in which they are looked for: what is more exact comes first.
var causes = []cause{
	{[]string{"wrong setting"}, "a setting is wrong",
		"A setting cannot be used. The error names it, with what it holds and what it may hold.",
		"Correct the template's parameter, and deploy."},
	{[]string{"takes only notifications of S3", "the bucket's notifications must name"}, "wired to the wrong events",
		"The function was sent something other than the bucket's own notifications under the four prefixes.",
		"Remove what was wired to it by hand, or deploy the template again."},
	{[]string{"EventError"}, "the event is wrong",
		"The event asks for something that does not exist. The error says what is allowed.",
		"Correct the input of the schedule, or of the call."},
	{[]string{"still holds the placeholder"}, "the secret was never filled",
		"The secret was never filled.",
		"Put the credentials in, as \"Rotate the secret\" in RUNBOOK.md says."},
	{[]string{"has no string", "is not JSON of that form", "has no client_id", "has no client_secret"},
		"the secret is malformed",
		"The secret is not of the form {\"client_id\":\"...\",\"client_secret\":\"...\"}.",
		"Put the credentials in, as \"Rotate the secret\" in RUNBOOK.md says."},
	{[]string{"ResourceNotFoundException", "InvalidRequestException"}, "there is no such secret",
		"There is no such secret, or it was deleted.",
		"Name an existing one in CrewmojoSecretArn or ExportSecretArn, and deploy; or restore it."},
	{[]string{"get token: crewmojo: 401", "get token: crewmojo: 400"}, "the credentials are wrong",
		"The credentials are wrong, or those of Crewmojo's other environment.",
		"Compare them with Company Settings > Integrations > API Authentication in Crewmojo; test and production " +
			"have credentials of their own."},
	{[]string{"crewmojo: 401"}, "others take the token",
		"Other programs with the same client ID kept taking tokens, and each new token ends ours.",
		"Find out who else uses this client ID (TokensLost on the dashboard). Move schedules apart, or ask Crewmojo " +
			"for a second client ID and set ExportSecretArn."},
	{[]string{"crewmojo: 403"}, "Crewmojo does not allow it",
		"Most likely the API is not enabled for the company. A firewall on the way may say the same.",
		"Ask your contact at Crewmojo to enable it. If it is enabled, look for a firewall or a proxy on the way."},
	{[]string{"the report's name may be wrong"}, "Crewmojo refused the report",
		"Crewmojo refused to give the report. It has none of that name, or not for these dates.",
		"Ask your contact at Crewmojo which reports you have, and correct the input of the schedule."},
	{[]string{"crewmojo: 404", "crewmojo: 405"}, "a path is wrong",
		"Crewmojo has no such path, or no such job.",
		"Ask your contact at Crewmojo for the paths, and set CrewmojoUploadPath or CrewmojoJobPath."},
	{[]string{"crewmojo: 429"}, "too many requests",
		"Crewmojo got more requests than it allows.",
		"Move schedules apart."},
	{[]string{"crewmojo: 413", "crewmojo: 422", "only a part of the report"}, "the report is too much",
		"Crewmojo does not give so much at once, or not for these dates.",
		"Ask for shorter ranges of days. If that does not help, ask your contact at Crewmojo."},
	{[]string{"is a web page", "no access token", "content encoding", "crewmojo: 301", "crewmojo: 302", "crewmojo: 303", "crewmojo: 307",
		"crewmojo: 308", "crewmojo: 402", "crewmojo: 407", "crewmojo: 411", "crewmojo: 414", "crewmojo: 417", "crewmojo: 431",
		"crewmojo: 451", "crewmojo: 511", "cannot be read as HTTP"}, "something else answered",
		"Something other than Crewmojo's API answered: a proxy, or a maintenance page.",
		"Wait until Crewmojo is up again. If it is up, look for a proxy or a firewall on the way."},
	{[]string{"crewmojo: 5", "crewmojo: 408", "crewmojo: 425"}, "Crewmojo is down",
		"Crewmojo could not answer, for as long as it was tried.",
		"Wait until Crewmojo is up again."},
	{[]string{"not a report", "was asked for", "is not that of a whole report", "is not a plain identifier", "without a list of rows",
		"it is an error message", "message instead of a report", "the answer says that it failed"}, "Crewmojo's answer is no report",
		"Crewmojo answered, but not with the report in the form that was asked for. The error says what came.",
		"Export it again. If it comes again, show the error to your contact at Crewmojo."},
	{[]string{"the report is damaged"}, "the report came damaged",
		"Crewmojo sent a report that is cut off or malformed; it was not written.",
		"Export it again. If that does not help, ask your contact at Crewmojo."},
	{[]string{"the report was not ready in time"}, "the report took too long",
		"Crewmojo had not finished the report when the time was up.",
		"Ask for shorter ranges of days, or at another time."},
	{[]string{"AccessDenied", "api error Forbidden", "is not authorized to perform"}, "a permission is missing",
		"A role lacks a permission, or the policy of the key or of the secret does not let the account use it.",
		"Look at the policy of the key in BucketKeyArn or SecretKeyArn. A secret of another account needs a resource " +
			"policy that names the function's role."},
	{[]string{"KMS.", "KMSInvalidState", "DecryptionFailure"}, "the key cannot be used",
		"The key that the bucket or the secret is encrypted with is disabled, or was deleted.",
		"Enable the key, or cancel its deletion."},
	{[]string{"NoSuchBucket"}, "the bucket is gone",
		"The bucket was deleted.",
		"Deploy the stack again."},
	{[]string{"temporary storage is full"}, "no room for the file",
		"A file, or a report, is larger than the function has room for.",
		"Raise the parameter TemporaryStorageMB, and deploy."},
	{[]string{"Runtime.ExitError", "Runtime.OutOfMemory", "signal: killed"}, "out of memory",
		"The program was killed, most likely because it ran out of memory.",
		"Raise the parameter MemoryMB, and deploy."},
	{[]string{"Runtime.InvalidEntrypoint", "exec format error"}, "the program cannot be run",
		"The program cannot be run: it is missing, or was built for another processor.",
		"Deploy it again. With SAM, set `Architecture` in samconfig.toml, from where make deploy takes it."},
	{[]string{"Sandbox.Timedout", "Task timed out", "context deadline exceeded", "no more time for this call"},
		"out of time",
		"15 minutes were not enough, or something did not answer.",
		"Is Crewmojo up? The dashboard shows how long earlier runs took. Raise MemoryMB, which makes it faster too."},
	{[]string{"stopped by Lambda"}, "interrupted by AWS",
		"AWS stopped the function before it was done.",
		"You need not change anything."},
	{[]string{"written by somebody else"}, "two at the same time",
		"Something else kept writing the same object, most likely another import.",
		"Run imports one at a time: set ReserveConcurrency to true, and deploy."},
	{[]string{"no such host", "connection refused", "connection reset", "i/o timeout", "nothing has come for too long",
		"no whole answer", "certificate"}, "no connection",
		"Crewmojo or AWS could not be reached.",
		"Is Crewmojo up? If the functions were put into a VPC: it needs a way out."},
	{[]string{"EventAgeExceeded"}, "it waited too long",
		"It waited for six hours: the function was busy or throttled, or kept failing.",
		"Look for earlier failures and throttles of the function, and fix those."},
	{[]string{"ZeroReservedConcurrency"}, "the function is stopped",
		"The function is stopped: its reserved concurrency is 0.",
		"Remove that setting in the console of Lambda, or deploy again."},
}

// unknownCause is that of errors without a sign.
var unknownCause = cause{
	short: "an unknown error", means: "This error is not known yet.",
	remedy: "Read the error below and the log. If you cannot explain it, report it to the project.",
}

// causeOf returns what may be behind an error.
func causeOf(text string) cause {
	for _, c := range causes {
		for _, sign := range c.signs {
			if strings.Contains(text, sign) {
				return c
			}
		}
	}
	return unknownCause
}
