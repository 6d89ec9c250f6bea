import COpenSSL
import Secrets

/// SHA-256 over OpenSSL. One value computes any number of digests, one after the other.
struct SHA256: ~Copyable {
    /// The size of a digest in bytes.
    static var byteCount: Int { 32 }

    private let algorithm: OpaquePointer
    private let context: OpaquePointer

    init() {
        guard let algorithm = EVP_MD_fetch(nil, "SHA256", nil), let context = EVP_MD_CTX_new() else {
            preconditionFailure("OpenSSL has no SHA-256")
        }
        self.algorithm = algorithm
        self.context = context
    }

    deinit {
        EVP_MD_CTX_free(context)
        EVP_MD_free(algorithm)
    }

    /// Writes the digest of `bytes` to `target`, which must have room for 32 bytes.
    borrowing func digest(_ bytes: UnsafeRawBufferPointer, into target: UnsafeMutablePointer<UInt8>) {
        precondition(EVP_DigestInit_ex2(context, algorithm, nil) == 1)
        precondition(EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1)
        precondition(EVP_DigestFinal_ex(context, target, nil) == 1)
    }
}

/// HMAC-SHA-256 with one key. OpenSSL keeps the prepared key and wipes it on release.
final class HMACSHA256 {
    private let context: OpaquePointer

    init(key: UnsafeRawBufferPointer) {
        guard let algorithm = EVP_MAC_fetch(nil, "HMAC", nil), let context = EVP_MAC_CTX_new(algorithm) else {
            preconditionFailure("OpenSSL has no HMAC")
        }
        EVP_MAC_free(algorithm)
        self.context = context
        let start = key.baseAddress?.assumingMemoryBound(to: UInt8.self)
        precondition(qd_hmac_sha256_init(context, start, key.count) == 1)
    }

    deinit {
        EVP_MAC_CTX_free(context)
    }

    /// Writes the code of `message` to `target`, which must have room for 32 bytes.
    func authenticate(_ message: UnsafeRawBufferPointer, into target: UnsafeMutablePointer<UInt8>) {
        precondition(EVP_MAC_init(context, nil, 0, nil) == 1)
        precondition(
            EVP_MAC_update(context, message.baseAddress?.assumingMemoryBound(to: UInt8.self), message.count) == 1)
        var count = 0
        precondition(EVP_MAC_final(context, target, &count, SHA256.byteCount) == 1)
    }
}

/// SHA-1 over OpenSSL.
enum SHA1 {
    /// The 20 bytes of the digest of `bytes`.
    static func digest(_ bytes: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 20) { target, count in
            var size: UInt32 = 0
            let isDone = bytes.withUnsafeBytes {
                EVP_Digest($0.baseAddress, $0.count, target.baseAddress, &size, EVP_sha1(), nil)
            }
            precondition(isDone == 1 && size == 20)
            count = 20
        }
    }
}

/// MD5 over OpenSSL.
enum MD5 {
    /// The 16 bytes of the digest of `bytes`; zeros where the system's policy forbids MD5.
    static func digest(_ bytes: [UInt8]) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: 16)
        _ = bytes.withUnsafeBytes { EVP_Digest($0.baseAddress, $0.count, &digest, nil, EVP_md5(), nil) }
        return digest
    }
}
