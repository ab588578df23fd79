package bench

import (
	"context"
	"fmt"
	"maps"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/crewmojo-aws/bundle/functions/internal/testbed"
	"github.com/crewmojo-aws/bundle/functions/internal/testbed/localambda"
)

// BenchmarkSize weighs the functions as they are deployed.
func BenchmarkSize(b *testing.B) {
	t := newTable("size of the programs")
	for _, name := range slices.Sorted(maps.Values(testbed.Binaries)) {
		for _, arch := range []struct{ name, dir string }{{"arm64", arm64Dir}, {runtime.GOARCH, functionsDir}} {
			b.Run(name+"/"+arch.name, func(b *testing.B) {
				info, err := os.Stat(filepath.Join(arch.dir, name))
				if err != nil {
					b.Fatal(err)
				}
				size := float64(info.Size()) / 1e6
				for b.Loop() { // there is nothing to repeat
				}
				b.ReportMetric(size, "MB")
				t.value(name+", "+arch.name, size, "MB", 13)
			})
		}
	}
}

// BenchmarkColdStart measures how long the functions take until they ask for their first event. The ratio is to a
// function that does nothing but make the same AWS clients.
func BenchmarkColdStart(b *testing.B) {
	names := slices.Sorted(maps.Values(testbed.Binaries))
	starts := map[string][]time.Duration{}
	b.Run("rounds", func(b *testing.B) {
		for b.Loop() {
			for range 5 {
				for _, name := range names {
					starts[name] = append(starts[name], coldStart(b, filepath.Join(functionsDir, name)))
				}
				starts["empty"] = append(starts["empty"], coldStart(b, filepath.Join(othersDir, "emptyfunction")))
			}
		}
	})
	t := newTable("cold start, to an empty function with the same AWS clients")
	t.value("empty function", fastest(starts["empty"]), "ms", 0)
	for _, name := range names {
		t.ratio(name, fastest(starts[name]), "ms", fastest(starts[name])/fastest(starts["empty"]), 1.3)
	}
}

// fastest returns the least of the times, in milliseconds: whatever else the machine does only adds to them.
func fastest(times []time.Duration) float64 { return slices.Min(times).Seconds() * 1000 }

// coldStart starts a function, and returns how long it takes to ask for an event.
func coldStart(b *testing.B, binary string) time.Duration {
	asked := make(chan time.Time, 1)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/invocation/next") {
			asked <- time.Now()
		}
		if strings.HasSuffix(r.URL.Path, "/next") {
			<-r.Context().Done() // no event ever comes
		}
		w.Header().Set("Lambda-Extension-Identifier", "bench")
		fmt.Fprint(w, "{}")
	})}
	go func() { _ = server.Serve(listener) }()
	defer server.Close()
	cmd := exec.Command(binary)
	cmd.Env = append(localambda.Environment("bench", listener.Addr().String()), "AWS_REGION=eu-central-1",
		"CREWMOJO_SECRET_ID=secret", "CREWMOJO_ENVIRONMENT=test", "REPORTS_BUCKET=bucket")
	started := time.Now()
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	defer func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	}()
	ctx, cancel := context.WithTimeout(b.Context(), 10*time.Second)
	defer cancel()
	select {
	case at := <-asked:
		return at.Sub(started)
	case <-ctx.Done():
		b.Fatal("it never asked for an event")
		return 0
	}
}
