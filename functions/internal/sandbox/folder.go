package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/crewmojo-aws/bundle/functions/internal/testbed"
)

// watchFolder moves files from the folder to the bucket, under the same prefix. It waits until a file that is being
// written no longer changes.
func watchFolder(ctx context.Context, s *testbed.Bed, folder string, out io.Writer) {
	type state struct {
		size    int64
		changed time.Time
	}
	seen := map[string]state{}
	for ctx.Err() == nil {
		paths, _ := filepath.Glob(filepath.Join(folder, "*", "*"))
		for _, path := range paths {
			info, err := os.Stat(path)
			if err != nil || !info.Mode().IsRegular() {
				continue
			}
			now := state{info.Size(), info.ModTime()}
			if seen[path] != now {
				seen[path] = now
				continue
			}
			delete(seen, path)
			if err := take(ctx, s, folder, path); err != nil {
				fmt.Fprintln(out, err)
			}
		}
		select {
		case <-time.After(300 * time.Millisecond):
		case <-ctx.Done():
		}
	}
}

func take(ctx context.Context, s *testbed.Bed, folder, path string) error {
	body, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	key := filepath.ToSlash(strings.TrimPrefix(path, folder+string(filepath.Separator)))
	if err := s.Bucket().Put(ctx, key, body); err != nil {
		return err
	}
	return os.Remove(path)
}
