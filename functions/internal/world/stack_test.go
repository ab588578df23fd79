package world

import (
	"bytes"
	"cmp"
	"encoding/json"
	"os/exec"
	"strings"
	"testing"
)

// A stack is what testdata/stack.py prints.
type stack struct {
	Status       string
	Outputs      map[string]string
	Resources    map[string]string            // their types by their logical ids
	Environments map[string]map[string]string // by the functions' names
	Programs     map[string]string            // the SHA-256 sums of the functions' code, by their names
}

// TestStack has SAM translate the template, and moto's CloudFormation create it.
func TestStack(t *testing.T) {
	python := findMoto(t)
	const columnMap = "Work Email=emailAddress,Staff No=employeeCode"
	const secret = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:crewmojo-AbCdEf"
	const topic = "arn:aws:sns:eu-central-1:111122223333:theirs"
	const key = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
	for _, test := range []struct {
		name       string
		env        string // of the script
		parameters []string
		has, lacks string            // logical ids
		sets       map[string]string // variables that some function has
		outputs    map[string]string // how they begin
	}{
		{
			name:  "defaults, next to another stack",
			env:   "BESIDE=1",
			has:   "Bucket ImportEmployeesFunction ExportReportFunction NotifyFunction CrewmojoSecret FailedEvents OperatorsTopic ScheduleRole",
			lacks: "NoImportAlarm NoReportAlarm PeopleTopic ExportReportFunctionOneOnOneSummaryRole",
			sets:  map[string]string{"CREWMOJO_ENVIRONMENT": "test", "MISSING_EMPLOYEES": "report", "DRY_RUN": "false"},
		},
		{
			name: "all options",
			parameters: []string{
				"CrewmojoEnvironment=production", "ColumnMap=" + columnMap, "ExtraColumns=Department,Office",
				"MissingEmployees=end", "Send=changes", "MaxUploadMB=5", "DryRun=true", "LogLevel=WARN", "Trace=true",
				"NotificationEmail=hr@example.com", "OperatorEmail=on-call@example.com", "NotifyAbout=all",
				"GuideUrl=https://acme.example/guide", "ConsoleLink=https://acme.example/?to={url}", "ExpectImportDays=2", "ExpectReportDays=2",
				"ReportRetentionDays=30", "ReserveConcurrency=true", "ReportTimezone=Europe/Berlin",
				"MaskEmailsInLogs=true", "PermissionsBoundaryArn=arn:aws:iam::111122223333:policy/boundary",
			},
			has: "CrewmojoSecret NoImportAlarm NoReportAlarm PeopleTopic",
			sets: map[string]string{"CREWMOJO_ENVIRONMENT": "production", "COLUMN_MAP": columnMap, "MAX_UPLOAD_MB": "5", "NOTIFY_ABOUT": "all",
				"CONSOLE_LINK": "https://acme.example/?to={url}"},
		},
		{
			name: "own secrets and keys",
			parameters: []string{
				"CrewmojoSecretArn=" + secret, "ExportSecretArn=" + secret, "SecretKeyArn=" + key, "BucketKeyArn=" + key,
				"FormerBucketKeyArns=" + key + "," + key, "OperationsKeyArn=" + key,
			},
			has:   "Bucket ImportEmployeesFunction ExportReportFunction",
			lacks: "CrewmojoSecret",
			sets:  map[string]string{"CREWMOJO_SECRET_ID": secret},
		},
		{
			name:       "own topics",
			parameters: []string{"PeopleTopicArn=" + topic, "OperatorsTopicArn=" + topic},
			lacks:      "PeopleTopic OperatorsTopic OperatorsTopicPolicy",
			sets:       map[string]string{"PEOPLE_TOPIC_ARN": topic, "OPERATORS_TOPIC_ARN": topic},
			outputs:    map[string]string{"OperatorsTopicArn": topic},
		},
		{
			name:    "China",
			env:     "AWS_DEFAULT_REGION=cn-north-1",
			outputs: map[string]string{"DashboardUrl": "https://cn-north-1.console.amazonaws.cn/", "OperatorsTopicArn": "arn:aws-cn:sns:cn-north-1:"},
		},
		{
			name: "GovCloud",
			env:  "AWS_DEFAULT_REGION=us-gov-west-1",
			outputs: map[string]string{
				"DashboardUrl": "https://us-gov-west-1.console.amazonaws-us-gov.com/", "OperatorsTopicArn": "arn:aws-us-gov:sns:us-gov-west-1:"},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			made := create(t, python, test.env, test.parameters)
			for name, want := range test.outputs {
				if !strings.HasPrefix(made.Outputs[name], want) {
					t.Errorf("output %s is %q; want %s...", name, made.Outputs[name], want)
				}
			}
			for _, id := range strings.Fields(test.has) {
				if made.Resources[id] == "" {
					t.Errorf("there is no resource %s", id)
				}
			}
			for _, id := range strings.Fields(test.lacks) {
				if made.Resources[id] != "" {
					t.Errorf("there is a resource %s", id)
				}
			}
			for name, value := range test.sets {
				if !made.has(name, value) {
					t.Errorf("no function has %s=%s", name, value)
				}
			}
		})
	}
}

// findMoto returns a Python that has moto's CloudFormation and SAM's translator.
func findMoto(t *testing.T) string {
	t.Helper()
	python, err := exec.LookPath("python3")
	if err != nil {
		skip(t, "python3 is not installed")
	}
	if exec.Command(python, "-c", "import boto3, moto.server, samtranslator").Run() != nil {
		skip(t, "Python's moto and aws-sam-translator are not installed")
	}
	return python
}

// create creates the stack with these parameters; env is a variable of the script.
func create(t *testing.T, python, env string, parameters []string) stack {
	t.Helper()
	arguments := append([]string{"testdata/stack.py", projectRoot + "/template.yaml"}, parameters...)
	script := exec.CommandContext(t.Context(), python, arguments...)
	script.Env = append(script.Environ(), cmp.Or(env, "BESIDE="))
	return runStack(t, script)
}

// runStack runs a script that creates the stack. All its outputs must have values.
func runStack(t *testing.T, script *exec.Cmd) stack {
	t.Helper()
	var problems bytes.Buffer
	script.Stderr = &problems
	out, err := script.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, problems.String())
	}
	var made stack
	if err := json.Unmarshal(out, &made); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if made.Status != "CREATE_COMPLETE" {
		t.Fatalf("the stack is %s", made.Status)
	}
	if len(made.Outputs) == 0 {
		t.Error("the stack has no outputs")
	}
	for name, value := range made.Outputs {
		if value == "" || strings.Contains(value, "${") {
			t.Errorf("output %s is %q", name, value)
		}
	}
	return made
}

// runs reports whether some function's code has this sum.
func (s stack) runs(sum string) bool {
	for _, program := range s.Programs {
		if program == sum {
			return true
		}
	}
	return false
}

func (s stack) has(variable, value string) bool {
	for _, env := range s.Environments {
		if env[variable] == value {
			return true
		}
	}
	return false
}
