#!/usr/bin/env bash
# Generates the Python modules of the proto files into generated/, with packages of the distribution:
#   apt-get install python3-grpcio python3-grpc-tools python3-cryptography
# or, with a network: pip install grpcio grpcio-tools cryptography. PYTHON names the interpreter.
set -euo pipefail
cd "$(dirname "$0")"
proto=${GOFER_PROTO_DIR:-proto}
[ -d "$proto" ] || proto=../../../proto
rm -rf generated
mkdir generated
compile() { "${PYTHON:-/usr/bin/python3}" -m grpc_tools.protoc -I "$1" --python_out=generated --grpc_python_out=generated "${@:2}"; }
files=$(cd "$proto" && find gofer -name '*.proto' -not -path 'gofer/kernel/*')
for file in $files; do
  # Old versions do not know optional fields. A oneof of one is the same message.
  mkdir -p "generated/proto/$(dirname "$file")"
  sed -E 's/^  optional (\w+ (\w+) = .*)$/  oneof optional_\2 { \1 }/' "$proto/$file" > "generated/proto/$file"
done
compile generated/proto $files
# From folders of their own: as modules they would be called grpc and plugin, which are taken.
compile "$proto/grpc/health/v1" health.proto
compile "$proto/plugin" plugin.proto
echo "built the modules in generated"
