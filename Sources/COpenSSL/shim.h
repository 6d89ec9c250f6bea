// OpenSSL's digest and MAC interfaces only; TLS belongs to the database libraries.
#pragma once
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>
