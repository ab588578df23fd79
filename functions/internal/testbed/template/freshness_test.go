package template

import (
	"os"
	"strconv"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"
)

// A freshness alarm is one that rings if a metric stays away.
type freshness struct {
	Metrics []struct {
		Expression string `yaml:"Expression"`
		Stat       struct {
			Period int    `yaml:"Period"`
			Stat   string `yaml:"Stat"`
		} `yaml:"MetricStat"`
	} `yaml:"Metrics"`
	Threshold int    `yaml:"Threshold"`
	Operator  string `yaml:"ComparisonOperator"`
	Missing   string `yaml:"TreatMissingData"`
}

// rings is how CloudWatch's page says that an alarm with TreatMissingData breaching is evaluated. Values below one breach.
// The newest value is the last, -1 is a missing one, and there are more of them than the alarm evaluates: how many more,
// CloudWatch does not say.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
func rings(values []int, evaluated int) bool {
	var present []int
	for _, value := range values {
		if value >= 0 {
			present = append(present, value)
		}
	}
	// Enough values: the newest are evaluated, and what TreatMissingData says is ignored. Else all of them are, and
	// the missing ones breach.
	for _, value := range present[max(0, len(present)-evaluated):] {
		if value >= 1 {
			return false
		}
	}
	return true
}

// hourly returns the hourly sums of a metric that was emitted once at each time, up to now. Hours without any are -1.
func hourly(now time.Time, hours int, emitted ...time.Time) []int {
	values := make([]int, hours)
	for i := range values {
		values[i] = -1
	}
	for _, at := range emitted {
		ago := int(now.Truncate(time.Hour).Sub(at.Truncate(time.Hour)) / time.Hour)
		if i := hours - 1 - ago; i >= 0 && i < hours {
			values[i] = max(values[i], 0) + 1
		}
	}
	return values
}

// fill is FILL(values, 0).
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
func fill(values []int) []int {
	filled := make([]int, len(values))
	for i, value := range values {
		filled[i] = max(value, 0)
	}
	return filled
}

// Nothing here evaluates alarms, so this is about a model of CloudWatch's documentation: an alarm on what has not come
// rings two hours after the days that it was set to, however far CloudWatch looks back; and without FILL it would not.
func TestAlarmsOnWhatHasNotComeRingInTime(t *testing.T) {
	alarms, hoursOf := freshnessAlarms(t)
	for name, alarm := range alarms {
		if len(alarm.Metrics) != 2 || alarm.Metrics[0].Expression != "FILL(came, 0)" || alarm.Metrics[1].Stat.Period != 3600 ||
			alarm.Metrics[1].Stat.Stat != "Sum" || alarm.Threshold != 1 || alarm.Operator != "LessThanThreshold" ||
			alarm.Missing != "breaching" {
			t.Errorf("%s is not what the model is of: %+v", name, alarm)
		}
	}
	last := time.Date(2026, 11, 24, 2, 5, 0, 0, time.UTC)
	for days := 1; days <= 6; days++ {
		evaluated := hoursOf[strconv.Itoa(days)].Hours
		if evaluated*3600 > 7*86400 { // the most that PutMetricAlarm allows
			t.Errorf("%d days: %d hours are more than CloudWatch evaluates", days, evaluated)
		}
		wait := time.Duration(days)*24*time.Hour + 2*time.Hour
		for _, more := range []int{1, 2, 5, 100} {
			state := func(after time.Duration) bool {
				return rings(fill(hourly(last.Add(after), evaluated+more, last)), evaluated)
			}
			if state(wait - time.Hour) {
				t.Errorf("%d days: it rings within %v", days, wait-time.Hour)
			}
			if !state(wait + time.Hour) {
				t.Errorf("%d days: it does not ring after %v", days, wait+time.Hour)
			}
			unfilled := hourly(last.Add(wait+time.Hour), evaluated+more, last)
			if more > 1 && rings(unfilled, evaluated) {
				t.Errorf("%d days: it would ring without FILL too, so the model shows nothing", days)
			}
		}
	}
	if !rings(hourly(last, 30), 26) {
		t.Error("it does not ring if nothing ever came")
	}
}

// A file that comes every night, now at half past one and now at three, does not ring, nor does one whose metric is late.
func TestNightlyFilesDoNotRing(t *testing.T) {
	_, hoursOf := freshnessAlarms(t)
	evaluated := hoursOf["1"].Hours
	first := time.Date(2026, 11, 20, 1, 30, 0, 0, time.UTC)
	var came []time.Time
	for day := range 5 {
		came = append(came, first.AddDate(0, 0, day).Add(time.Duration(day%2)*90*time.Minute))
	}
	for now := first; now.Before(came[len(came)-1].Add(24 * time.Hour)); now = now.Add(time.Minute) {
		var known []time.Time
		for _, at := range came {
			if at.Add(5 * time.Minute).Before(now) {
				known = append(known, at)
			}
		}
		if len(known) > 0 && rings(fill(hourly(now, evaluated+2, known...)), evaluated) {
			t.Fatalf("it rings at %v", now)
		}
	}
}

func freshnessAlarms(t *testing.T) (map[string]freshness, map[string]struct{ Hours int }) {
	t.Helper()
	text, err := os.ReadFile(projectRoot + "template.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var template struct {
		Mappings struct {
			LookBack map[string]struct {
				Hours int `yaml:"Hours"`
			} `yaml:"LookBack"`
		} `yaml:"Mappings"`
		Resources map[string]struct {
			Properties yaml.Node `yaml:"Properties"`
		} `yaml:"Resources"`
	}
	if err := yaml.Unmarshal(text, &template); err != nil {
		t.Fatal(err)
	}
	alarms := map[string]freshness{}
	for _, name := range []string{"NoImportAlarm", "NoReportAlarm"} {
		properties := template.Resources[name].Properties
		var alarm freshness
		if err := properties.Decode(&alarm); err != nil {
			t.Fatal(err)
		}
		alarms[name] = alarm
	}
	hours := map[string]struct{ Hours int }{}
	for days, value := range template.Mappings.LookBack {
		hours[days] = struct{ Hours int }{value.Hours}
	}
	return alarms, hours
}
