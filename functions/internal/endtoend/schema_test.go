package endtoend

import (
	"bytes"
	"path/filepath"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// resultSchema is the schema of an import's result.
var resultSchema = sync.OnceValues(func() (*jsonschema.Schema, error) {
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	return compiler.Compile(filepath.Join(projectRoot, "events", "result.schema.json"))
})

// checkAnswer checks every result in an answer of the import against its schema.
func (w *world) checkAnswer(answer []byte) {
	w.t.Helper()
	schema, err := resultSchema()
	if err != nil {
		w.t.Fatalf("%v", err)
	}
	parsed, err := jsonschema.UnmarshalJSON(bytes.NewReader(answer))
	if err != nil {
		w.t.Fatalf("the answer is no JSON: %v", err)
	}
	results, _ := parsed.(map[string]any)["imports"].([]any)
	for _, result := range results {
		if err := schema.Validate(result); err != nil {
			w.t.Fatalf("the result breaks its schema: %v\n%s", err, answer)
		}
	}
}
