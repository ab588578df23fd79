// Package cloud is what import and export use of AWS: objects in S3, and credentials in Secrets Manager. Only this folder
// imports the AWS SDK; topics is the part that notify uses.
package cloud

import (
	"context"
	"fmt"
	"net/http"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
)

// Connect returns the two services, configured by the environment as the SDK documents it: inside Lambda there is
// nothing to set, and AWS_ENDPOINT_URL points both at an emulator.
func Connect(ctx context.Context) (*Objects, *Secrets, error) {
	cfg, err := config.LoadDefaultConfig(ctx, config.WithRetryer(newRetryer))
	if err != nil {
		return nil, nil, fmt.Errorf("aws configuration: %w", err)
	}
	objects := s3.NewFromConfig(cfg, func(o *s3.Options) {
		o.DisableLogOutputChecksumValidationSkipped = true // whoever puts a file there decides whether it has a checksum
	})
	return &Objects{objects}, &Secrets{secretsmanager.NewFromConfig(cfg)}, nil
}

// newRetryer returns the SDK's own retryer, which waits longer each time and gives up after a few tries. It also retries a
// bare 429, and S3's conflict of two writes, which S3 asks to try again.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
func newRetryer() aws.Retryer {
	return retry.NewStandard(func(o *retry.StandardOptions) {
		o.Retryables = append(o.Retryables,
			retry.RetryableHTTPStatusCode{Codes: map[int]struct{}{http.StatusTooManyRequests: {}}},
			retry.RetryableErrorCode{Codes: map[string]struct{}{"ConditionalRequestConflict": {}}})
	})
}
