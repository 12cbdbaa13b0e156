#!/bin/sh
# Generates, once, the signing key of the nodes and the certificates of nodes and services below /secrets: a folder for
# each, owned by the user of its image. Two authorities: that of the nodes signs nothing else.
set -eu
umask 077
cd "${1:-/secrets}"

EC="-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650"

authority() {
  [ -f "$1.crt" ] || openssl req -x509 $EC -subj "/CN=Clinibus $1" -keyout "$1.key" -out "$1.crt"
}

# Authority, name of the host, user
certificate() {
  mkdir -p "$2"
  if [ ! -f "$2/tls.crt" ]; then
    openssl req -x509 $EC -CA "$1.crt" -CAkey "$1.key" -subj "/CN=$2" \
      -addext "basicConstraints=critical,CA:FALSE" -addext "subjectAltName=DNS:$2,DNS:localhost" \
      -keyout "$2/tls.key" -out "$2/tls.crt"
  fi
  cp "$1.crt" "$2/ca.crt"
  own "$2" "$3"
}

own() {
  if [ "$(id -u)" = 0 ]; then
    chown -R "$2:$2" "$1"
  fi
}

authority services
authority cluster
certificate services postgres 999
certificate services redis 999
certificate services mail 0
certificate cluster nodes 10001
cp services.crt nodes/services-ca.crt
if [ ! -f nodes/signing-key.pem ]; then
  openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:3072 -out nodes/signing-key.pem
fi
own nodes 10001
