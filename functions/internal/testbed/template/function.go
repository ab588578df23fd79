package template

import (
	"cmp"
	"maps"
	"time"
)

// A Function is one Lambda function.
type Function struct {
	Role      string // its logical id
	LogGroup  string // its logical id
	Traced    bool   // by X-Ray
	Env       map[string]string
	Timeout   time.Duration
	MemoryMB  int
	LogLevel  string            // the least application log level that Lambda keeps; "" if the template leaves it to Lambda
	Prefixes  []string          // of the S3 keys that trigger it
	Schedules map[string]string // their inputs, by the schedules' names

	// How it is invoked asynchronously.
	MaxRetries int
	MaxAge     time.Duration
	OnSuccess  Destination
	OnFailure  Destination
}

// A Destination receives the records of asynchronous invocations.
type Destination struct {
	Type string // "SQS" or "EventBridge"; "" for no destination
	Name string // the logical id of the queue or event bus
}

// A function is a function's part of the template, or what all functions have in common.
type function struct {
	Role       string `yaml:"Role"`
	Tracing    string `yaml:"Tracing"`
	Timeout    int    `yaml:"Timeout"`
	MemorySize int    `yaml:"MemorySize"`
	Logging    struct {
		Group string `yaml:"LogGroup"`
		Level string `yaml:"ApplicationLogLevel"`
	} `yaml:"LoggingConfig"`
	Environment struct {
		Variables map[string]string `yaml:"Variables"`
	} `yaml:"Environment"`
	Async struct {
		MaxRetries   int `yaml:"MaximumRetryAttempts"`
		MaxAge       int `yaml:"MaximumEventAgeInSeconds"`
		Destinations struct {
			OnSuccess destination `yaml:"OnSuccess"`
			OnFailure destination `yaml:"OnFailure"`
		} `yaml:"DestinationConfig"`
	} `yaml:"EventInvokeConfig"`
	Events map[string]struct {
		Type       string `yaml:"Type"`
		Properties struct {
			Filter struct {
				Key struct {
					Rules []struct {
						Value string `yaml:"Value"`
					} `yaml:"Rules"`
				} `yaml:"S3Key"`
			} `yaml:"Filter"`
			Input string `yaml:"Input"`
		} `yaml:"Properties"`
	} `yaml:"Events"`
}

type destination struct {
	Type        string `yaml:"Type"`
	Destination string `yaml:"Destination"`
}

func (d destination) or(common destination) Destination {
	d = cmp.Or(d, common)
	return Destination{d.Type, logicalID(d.Destination)}
}

// with returns the function; what it does not say, it has in common with the others. Lists and maps are merged:
// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-template-anatomy-globals.html
func (p function) with(common function) Function {
	f := Function{
		Role:       logicalID(p.Role),
		LogGroup:   p.Logging.Group,
		Traced:     cmp.Or(p.Tracing, common.Tracing) == "Active",
		Env:        map[string]string{},
		Timeout:    time.Duration(cmp.Or(p.Timeout, common.Timeout)) * time.Second,
		MemoryMB:   cmp.Or(p.MemorySize, common.MemorySize),
		LogLevel:   cmp.Or(p.Logging.Level, common.Logging.Level),
		Schedules:  map[string]string{},
		MaxRetries: cmp.Or(p.Async.MaxRetries, common.Async.MaxRetries),
		MaxAge:     time.Duration(cmp.Or(p.Async.MaxAge, common.Async.MaxAge)) * time.Second,
		OnSuccess:  p.Async.Destinations.OnSuccess.or(common.Async.Destinations.OnSuccess),
		OnFailure:  p.Async.Destinations.OnFailure.or(common.Async.Destinations.OnFailure),
	}
	maps.Copy(f.Env, common.Environment.Variables)
	maps.Copy(f.Env, p.Environment.Variables)
	for name, event := range p.Events {
		switch event.Type {
		case "S3":
			for _, rule := range event.Properties.Filter.Key.Rules {
				f.Prefixes = append(f.Prefixes, rule.Value)
			}
		case "ScheduleV2":
			f.Schedules[name] = event.Properties.Input
		}
	}
	return f
}
