package template

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// A resource is one of the template's, with these parameters' values.
type resource struct {
	Type           string         `yaml:"Type"`
	DeletionPolicy string         `yaml:"DeletionPolicy"`
	Properties     map[string]any `yaml:"Properties"`
}

func stack(t *testing.T, values map[string]string) map[string]resource {
	t.Helper()
	text, err := os.ReadFile(projectRoot + "template.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var root yaml.Node
	if err := yaml.Unmarshal(text, &root); err != nil {
		t.Fatal(err)
	}
	if err := resolve(&root, values); err != nil {
		t.Fatal(err)
	}
	var template struct {
		Resources map[string]resource `yaml:"Resources"`
	}
	if err := root.Decode(&template); err != nil {
		t.Fatal(err)
	}
	return template.Resources
}

// at returns what is at a path of keys, such as Target.Arn; "" for nothing.
func (r resource) at(path string) string {
	var value any = r.Properties
	for key := range strings.SplitSeq(path, ".") {
		fields, _ := value.(map[string]any)
		value = fields[key]
	}
	if value == nil {
		return ""
	}
	return fmt.Sprint(value)
}

// statements returns those of a policy.
func (r resource) statements() (all []resource) {
	document, _ := r.Properties["PolicyDocument"].(map[string]any)
	list, _ := document["Statement"].([]any)
	for _, s := range list {
		fields, _ := s.(map[string]any)
		all = append(all, resource{Properties: fields})
	}
	return all
}

// companies' rules, by the parameters that meet them.
var (
	ownTopics = map[string]string{"PeopleTopicArn": "their-people", "OperatorsTopicArn": "their-operators"}
	ownKeys   = map[string]string{
		"BucketKeyArn": "bucket-key", "FormerBucketKeyArns": "former-keys", "SecretKeyArn": "secret-key", "OperationsKeyArn": "operations-key",
		"NotificationEmail": "hr@example.com", "OperatorEmail": "on-call@example.com",
	}
)

// Every alarm tells those on call, and says what to do.
func TestEveryAlarmTells(t *testing.T) {
	for topic, values := range map[string]map[string]string{
		"OperatorsTopic": {"ExpectImportDays": "1", "ExpectReportDays": "1"}, "their-operators": ownTopics,
	} {
		alarms := 0
		for name, r := range stack(t, values) {
			if r.Type != "AWS::CloudWatch::Alarm" {
				continue
			}
			alarms++
			if r.at("AlarmActions") != "["+topic+"]" || len(r.at("AlarmDescription")) < 40 {
				t.Errorf("%s tells %s: %s", name, r.at("AlarmActions"), r.at("AlarmDescription"))
			}
		}
		if alarms < 10 {
			t.Errorf("there are %d alarms", alarms)
		}
	}
}

// Topics that a company has already are used as they are: the stack makes none and changes nobody's policy.
func TestExistingTopics(t *testing.T) {
	made := stack(t, ownTopics)
	for name, r := range made {
		if strings.HasPrefix(r.Type, "AWS::SNS::") {
			t.Errorf("%s is made", name)
		}
	}
	variables := made["NotifyFunction"].at("Environment.Variables")
	if !strings.Contains(variables, "PEOPLE_TOPIC_ARN:their-people") || !strings.Contains(variables, "OPERATORS_TOPIC_ARN:their-operators") {
		t.Errorf("notify has %s", variables)
	}
}

// Only CloudWatch publishes to a topic by the topic's policy: that of EventBridge could have no conditions.
// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-sns-permissions
func TestNoRulePublishes(t *testing.T) {
	for name, r := range stack(t, ownKeys) {
		for _, s := range r.statements() {
			if r.Type == "AWS::SNS::TopicPolicy" && s.at("Effect") == "Allow" && s.at("Principal.Service") != "cloudwatch.amazonaws.com" {
				t.Errorf("%s lets %s publish", name, s.at("Principal"))
			}
		}
		if r.Type == "AWS::Events::Rule" && strings.Contains(r.at("Targets"), "Topic") {
			t.Errorf("%s publishes: %s", name, r.at("Targets"))
		}
	}
}

// What cannot be delivered is kept: every rule's target and every schedule has a queue for it, and every queue an alarm.
func TestNothingIsLost(t *testing.T) {
	made := stack(t, nil)
	watched := map[string]bool{}
	for _, r := range made {
		if r.Type == "AWS::CloudWatch::Alarm" {
			for _, queue := range regexp.MustCompile(`Value:(\w+)\.QueueName`).FindAllStringSubmatch(r.at("Dimensions"), -1) {
				watched[queue[1]] = true
			}
		}
	}
	kept := 0
	for name, r := range made {
		var targets []any
		switch r.Type {
		case "AWS::SQS::Queue":
			if !watched[name] {
				t.Errorf("no alarm watches %s", name)
			}
		case "AWS::Events::Rule":
			targets, _ = r.Properties["Targets"].([]any)
		case "AWS::Serverless::Function":
			events, _ := r.Properties["Events"].(map[string]any)
			for _, event := range events {
				if fields, _ := event.(map[string]any); fields["Type"] == "ScheduleV2" {
					targets = append(targets, fields["Properties"])
				}
			}
		}
		for _, target := range targets {
			queue := resource{Properties: target.(map[string]any)}.at("DeadLetterConfig.Arn")
			if made[logicalID(queue)].Type != "AWS::SQS::Queue" {
				t.Errorf("what %s cannot deliver goes to %q", name, queue)
			}
			kept++
		}
	}
	if kept < 3 {
		t.Errorf("there are %d targets", kept)
	}
}

// Every role has the permissions boundary that a company demands, the schedules' too: SAM makes none of its own.
func TestRoles(t *testing.T) {
	made := stack(t, map[string]string{"PermissionsBoundaryArn": "boundary"})
	roles := 0
	for name, r := range made {
		switch r.Type {
		case "AWS::IAM::Role":
			roles++
			if r.at("PermissionsBoundary") != "boundary" {
				t.Errorf("%s has the boundary %q", name, r.at("PermissionsBoundary"))
			}
			trust := r.at("AssumeRolePolicyDocument")
			if strings.Contains(trust, "scheduler.amazonaws.com") && !strings.Contains(trust, "aws:SourceAccount:AWS::AccountId") {
				t.Errorf("%s trusts the schedules of any account: %s", name, trust)
			}
		case "AWS::Serverless::Function":
			if r.at("Role") == "" {
				t.Errorf("SAM makes the role of %s", name)
			}
			events, _ := r.Properties["Events"].(map[string]any)
			for event, properties := range events {
				fields := properties.(map[string]any)
				if fields["Type"] == "ScheduleV2" && (resource{Properties: fields}).at("Properties.RoleArn") != "ScheduleRole.Arn" {
					t.Errorf("SAM makes the role of the schedule %s", event)
				}
			}
		}
	}
	if roles < 4 {
		t.Errorf("there are %d roles", roles)
	}
}

// What a company's key encrypts is all that can hold what the functions say, and whoever sends or reads may use the key.
func TestOperationsKey(t *testing.T) {
	property := map[string]string{"AWS::Logs::LogGroup": "KmsKeyId", "AWS::SQS::Queue": "KmsMasterKeyId", "AWS::SNS::Topic": "KmsMasterKeyId"}
	encrypted := 0
	for name, r := range stack(t, ownKeys) {
		if key := property[r.Type]; key != "" {
			encrypted++
			if r.at(key) != "operations-key" || r.at("SqsManagedSseEnabled") == "true" {
				t.Errorf("%s is encrypted with %q", name, r.at(key))
			}
		}
	}
	if encrypted < 8 {
		t.Errorf("%d are encrypted", encrypted)
	}
	var users []string
	parsed, err := Read(projectRoot+"template.yaml", ownKeys)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range parsed.Statements {
		if slices.Contains(s.Resources, "operations-key") {
			users = append(users, s.Holder)
		}
	}
	slices.Sort(users)
	if got := strings.Join(users, " "); got != "NotifyRole OperatePolicy ScheduleRole" {
		t.Errorf("%s may use the key", got)
	}
}

// Objects that a former key has encrypted stay readable for everybody who reads objects.
func TestFormerKeys(t *testing.T) {
	parsed, err := Read(projectRoot+"template.yaml", ownKeys)
	if err != nil {
		t.Fatal(err)
	}
	reads, may := map[string]bool{}, map[string]bool{}
	for _, s := range parsed.Statements {
		for _, action := range s.Actions {
			reads[s.Holder] = reads[s.Holder] || action == "s3:GetObject"
			may[s.Holder] = may[s.Holder] || action == "kms:Decrypt" && slices.Contains(s.Resources, "former-keys")
		}
	}
	for holder := range reads {
		if reads[holder] != may[holder] {
			t.Errorf("%s reads objects: %v; may use former keys: %v", holder, reads[holder], may[holder])
		}
	}
}

// What holds data stays when the stack is deleted, and goes when its first deployment fails. A bucket that stays keeps its
// policy. Nothing else is left behind.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
func TestWhatStays(t *testing.T) {
	stays := map[string]string{}
	for name, r := range stack(t, nil) {
		if r.DeletionPolicy != "" && r.DeletionPolicy != "Delete" {
			stays[name] = r.DeletionPolicy
		}
	}
	want := map[string]string{
		"Bucket": "RetainExceptOnCreate", "BucketPolicy": "RetainExceptOnCreate", "CrewmojoSecret": "RetainExceptOnCreate"}
	if fmt.Sprint(stays) != fmt.Sprint(want) {
		t.Errorf("%v, want %v", stays, want)
	}
}

// The stack can be made twice in one account, in one region and in two: a name that is given holds the stack's, and the
// region's if the resource is that of all regions. Nothing is of one partition: in China, ARNs and hosts are others.
func TestNoNameIsFixed(t *testing.T) {
	given := regexp.MustCompile(`^(Name|BucketName|FunctionName|RoleName|QueueName|TopicName|LogGroupName|AlarmName|DashboardName|ManagedPolicyName)$`)
	named := 0
	for name, r := range stack(t, ownKeys) {
		for property, value := range r.Properties {
			text := fmt.Sprint(value)
			if !given.MatchString(property) || strings.HasSuffix(text, "Role") || strings.HasSuffix(text, "Function") {
				continue // of another resource
			}
			if r.Type == "AWS::Events::Rule" && r.at("EventBusName") == "Outcomes" {
				continue // a rule's name is one of its bus
			}
			named++
			if !strings.Contains(text, "AWS::StackName") || r.Type == "AWS::CloudWatch::Dashboard" && !strings.Contains(text, "AWS::Region") {
				t.Errorf("%s is always called %s", name, text)
			}
		}
		if all := fmt.Sprint(r.Properties); strings.Contains(all, "arn:aws:") || strings.Contains(all, "AWS::Region.amazonaws.com") {
			t.Errorf("%s is of one partition: %s", name, all)
		}
	}
	if named != 2 {
		t.Errorf("%d names are given", named)
	}
}
