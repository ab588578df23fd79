// Emptyfunction does nothing but make the AWS clients that the functions make: their cold start is a ratio to its own.
package main

import (
	"context"
	"os"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
)

func main() {
	cfg, err := config.LoadDefaultConfig(context.Background())
	if err != nil {
		os.Exit(1)
	}
	objects, secrets := s3.NewFromConfig(cfg), secretsmanager.NewFromConfig(cfg)
	lambda.Start(func() bool { return objects != nil && secrets != nil })
}
