package settings

import (
	"encoding/csv"
	"strconv"
	"strings"
)

// Override returns an element of parameter_overrides in samconfig.toml that sets the parameter of a variable, quoted so that
// the AWS SAM CLI gives the value back (CfnParameterOverridesType in samcli/cli/types.py: a value without quotes ends at the
// first blank).
func Override(variable, value string) string {
	if strings.ContainsAny(value, ` "'\\`) {
		value = "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(value) + "'"
	}
	return strconv.Quote(parameterOf(variable) + "=" + value)
}

// Quoted returns one part of a setting that is a list, in quotes if it must be.
func Quoted(part string) string {
	var text strings.Builder
	w := csv.NewWriter(&text)
	_ = w.Write([]string{part}) // a builder takes everything
	w.Flush()
	return strings.TrimSuffix(text.String(), "\n")
}
