#!/usr/bin/env bash
# Builds bin/store-files-go from the proto files and the Go libraries of the distribution, without a network:
#   apt-get install golang-go golang-github-hashicorp-go-plugin-dev golang-google-grpc-dev protobuf-compiler protoc-gen-go-1-3
# With a network and modules: protoc-gen-go, protoc-gen-go-grpc and "go mod init" do the same.
set -euo pipefail
cd "$(dirname "$0")"
proto=${GOFER_PROTO_DIR:-proto}
[ -d "$proto" ] || proto=../../../proto
rm -rf build
mkdir -p build/src bin
# The proto files name no Go package: each file's folder becomes its import path.
packages=Mgofer/plugin/v1/options.proto=gofer/plugin/v1,Mgoogle/protobuf/descriptor.proto=github.com/golang/protobuf/protoc-gen-go/descriptor
for file in $(cd "$proto" && find gofer -name '*.proto' -not -path 'gofer/kernel/*'); do
  # protoc-gen-go 1.3 does not know optional fields. A oneof of one is the same message.
  mkdir -p "build/proto/$(dirname "$file")"
  sed -E 's/^  optional (\w+ (\w+) = .*)$/  oneof optional_\2 { \1 }/' "$proto/$file" > "build/proto/$file"
done
for file in $(cd build/proto && find gofer -name '*.proto'); do
  protoc -I build/proto --go_out="plugins=grpc,$packages:build/src" "build/proto/$file"
done
GO111MODULE=off GOFLAGS= GOPATH="$PWD/build:/usr/share/gocode" \
  go build -o bin/store-files-go .
