// Package cloud is what the functions use of AWS: objects in S3, and the credentials in Secrets Manager. Nothing else
// imports the AWS SDK.
package cloud

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
)

// Connect returns the two services, configured by the environment as the SDK documents it: inside Lambda there is
// nothing to set, and AWS_ENDPOINT_URL points both at an emulator.
func Connect(ctx context.Context) (*Objects, *Secrets, error) {
	aws, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("aws configuration: %w", err)
	}
	objects := s3.NewFromConfig(aws, func(o *s3.Options) {
		o.DisableLogOutputChecksumValidationSkipped = true // whoever drops a file decides whether it has a checksum
	})
	return &Objects{objects}, &Secrets{secretsmanager.NewFromConfig(aws)}, nil
}
