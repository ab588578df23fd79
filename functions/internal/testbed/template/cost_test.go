package template

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// COST.md counts the metrics that alarms watch as the template has them.
func TestCostCountsAlarms(t *testing.T) {
	text, err := os.ReadFile(projectRoot + "COST.md")
	if err != nil {
		t.Fatal(err)
	}
	count := func(values map[string]string) int {
		metrics := 0
		for _, r := range stack(t, values) {
			if r.Type != "AWS::CloudWatch::Alarm" {
				continue
			}
			computed, _ := r.Properties["Metrics"].([]any)
			for _, m := range computed {
				if _, ok := m.(map[string]any)["MetricStat"]; ok {
					metrics++
				}
			}
			if len(computed) == 0 {
				metrics++
			}
		}
		return metrics
	}
	want := fmt.Sprintf("%d metrics × $0.10 (%d without `ExpectImportDays` and `ExpectReportDays`)",
		count(map[string]string{"ExpectImportDays": "1", "ExpectReportDays": "1"}), count(nil))
	if !strings.Contains(string(text), want) {
		t.Errorf("COST.md does not say %s", want)
	}
}
