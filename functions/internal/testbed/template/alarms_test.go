package template

import (
	"testing"
)

// alarmsOn returns the alarms that watch one metric and nothing else, by the value of its last dimension.
func alarmsOn(made map[string]resource, namespace, metric string) map[string]resource {
	found := map[string]resource{}
	for _, r := range made {
		if r.Type != "AWS::CloudWatch::Alarm" || r.at("Namespace") != namespace || r.at("MetricName") != metric {
			continue
		}
		dimensions, _ := r.Properties["Dimensions"].([]any)
		last, _ := dimensions[len(dimensions)-1].(map[string]any)
		found[resource{Properties: last}.at("Value")] = r
	}
	return found
}

// What AWS can neither deliver nor keep rings. Both metrics are sent only if something is lost, so each is watched by
// itself: a sum with one that was never sent may have no value.
// https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html
func TestWhatIsLostRings(t *testing.T) {
	made := stack(t, nil)
	functions := alarmsOn(made, "AWS/Lambda", "DestinationDeliveryFailures")
	rules := alarmsOn(made, "AWS/Events", "InvocationsFailedToBeSentToDlq")
	watched := 0
	for name, r := range made {
		var alarm resource
		switch r.Type {
		case "AWS::Serverless::Function":
			alarm = functions[name]
		case "AWS::Events::Rule": // told by the names of its bus and its own: Ref would give both in one
			alarm = rules[r.at("Name")]
			if want := "[map[Name:EventBusName Value:Outcomes] map[Name:RuleName Value:" + r.at("Name") + "]]"; alarm.at("Dimensions") != want {
				t.Errorf("%s is watched by %s, want %s", name, alarm.at("Dimensions"), want)
			}
		default:
			continue
		}
		watched++
		if alarm.at("Statistic") != "Sum" || alarm.at("Threshold") != "0" || alarm.at("ComparisonOperator") != "GreaterThanThreshold" ||
			alarm.at("TreatMissingData") != "notBreaching" {
			t.Errorf("%s: the first that is lost does not ring: %v", name, alarm.Properties)
		}
	}
	if watched != 5 {
		t.Errorf("%d functions and rules are watched", watched)
	}
}

// An alarm that computes does so from one metric: what CloudWatch computes from several is missing while one of them is.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
func TestNoAlarmAddsMetrics(t *testing.T) {
	for name, r := range stack(t, map[string]string{"ExpectImportDays": "1", "ExpectReportDays": "1"}) {
		metrics := 0
		computed, _ := r.Properties["Metrics"].([]any)
		for _, m := range computed {
			if _, ok := m.(map[string]any)["MetricStat"]; ok {
				metrics++
			}
		}
		if r.Type == "AWS::CloudWatch::Alarm" && metrics > 1 {
			t.Errorf("%s computes from %d metrics", name, metrics)
		}
	}
}
