module store-files-go

// Without the pruning of later versions, which would want every module named that these need.
go 1.16

require (
	github.com/hashicorp/go-hclog v0.11.0
	github.com/hashicorp/go-plugin v1.0.1
	gofer v0.0.0
	golang.org/x/net v0.7.0
	google.golang.org/grpc v1.33.3
)

// What build.sh generates from the proto files.
replace gofer => ./build/src/gofer
