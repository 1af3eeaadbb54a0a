#!/usr/bin/env bash
# Builds bin/store-files-go from the proto files, in one of two ways, and says in which:
#   packages  with the Go libraries of Debian, without a network:
#             apt-get install golang-go golang-github-hashicorp-go-plugin-dev golang-google-grpc-dev protobuf-compiler protoc-gen-go-1-3
#   modules   with the Go modules of go.mod: needs Go 1.16 or later, protoc, and a network (or GOPROXY) until they are in its cache
# GOFER_GO_LIBRARIES names one of them; else it is packages where they are installed, and modules where not.
set -euo pipefail
cd "$(dirname "$0")"
proto=${GOFER_PROTO_DIR:-proto}
[ -d "$proto" ] || proto=../../../proto
installed=/usr/share/gocode
generator=/usr/bin/protoc-gen-go
has_packages() {
  # From version 1.4 on the generator makes no gRPC services.
  [ -d $installed/src/github.com/hashicorp/go-plugin ] && [ -d $installed/src/google.golang.org/grpc ] &&
    [ -d $installed/src/github.com/golang/protobuf/protoc-gen-go/grpc ] && [ -x $generator ]
}
way=${GOFER_GO_LIBRARIES:-$(has_packages && echo packages || echo modules)}
missing() { echo "$1 is not there, which builds this plugin: $2" >&2; exit 1; }
command -v go >/dev/null || missing go "install Go 1.16 or later (Debian: golang-go)"
command -v protoc >/dev/null || missing protoc "install the compiler of Protocol Buffers (Debian: protobuf-compiler)"
rm -rf build
mkdir -p build/src/gofer bin
case $way in
  packages) has_packages || missing "one of the Go packages of Debian" "install those that the head of build.sh names, or set GOFER_GO_LIBRARIES=modules" ;;
  modules)
    # The generator of the packages, so that both ways compile the same code.
    GO111MODULE=on GOBIN=$PWD/build go install github.com/golang/protobuf/protoc-gen-go@v1.3.5
    generator=build/protoc-gen-go
    ;;
  *) echo "GOFER_GO_LIBRARIES is \"$way\": set it to packages or modules, or leave it out" >&2; exit 1 ;;
esac
# The proto files name no Go package: each file's folder becomes its import path.
packages=Mgofer/plugin/v1/options.proto=gofer/plugin/v1,Mgoogle/protobuf/descriptor.proto=github.com/golang/protobuf/protoc-gen-go/descriptor
for file in $(cd "$proto" && find gofer -name '*.proto' -not -path 'gofer/kernel/*'); do
  # This generator does not know optional fields. A oneof of one is the same message.
  mkdir -p "build/proto/$(dirname "$file")"
  sed -E 's/^  optional (\w+ (\w+) = .*)$/  oneof optional_\2 { \1 }/' "$proto/$file" > "build/proto/$file"
done
for file in $(cd build/proto && find gofer -name '*.proto'); do
  protoc -I build/proto --plugin=protoc-gen-go=$generator --go_out="plugins=grpc,$packages:build/src" "build/proto/$file"
done
# What is generated is a module of its own, which go.mod puts in the place of "gofer".
printf 'module gofer\n\ngo 1.16\n' > build/src/gofer/go.mod
if [ "$way" = packages ]; then
  GO111MODULE=off GOFLAGS= GOPATH="$PWD/build:$installed" go build -o bin/store-files-go .
  echo "built bin/store-files-go with the Go packages of the distribution"
else
  # It may add to go.sum, and the first time it makes it.
  GO111MODULE=on go build -mod=mod -o bin/store-files-go .
  echo "built bin/store-files-go with the Go modules of go.mod"
fi
