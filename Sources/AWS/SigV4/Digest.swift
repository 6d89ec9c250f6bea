import COpenSSL
import Secrets

/// SHA-256 over OpenSSL.
enum SHA256 {
    /// The size of a digest in bytes.
    static var byteCount: Int { 32 }

    /// Writes the digest of `bytes` to `target`, which must have room for 32 bytes.
    static func digest(_ bytes: UnsafeRawBufferPointer, into target: UnsafeMutablePointer<UInt8>) {
        qd_sha256(bytes.baseAddress, bytes.count, target)
    }
}

/// HMAC-SHA-256 with one key, which is prepared once and wiped on release.
final class HMACSHA256 {
    private let prepared = UnsafeMutablePointer<qd_hmac_sha256_key>.allocate(capacity: 1)

    init(key: UnsafeRawBufferPointer) {
        qd_hmac_sha256_prepare(prepared, key.baseAddress, key.count)
    }

    deinit {
        OPENSSL_cleanse(prepared, MemoryLayout<qd_hmac_sha256_key>.size)
        prepared.deallocate()
    }

    /// Writes the code of `message` to `target`, which must have room for 32 bytes.
    func authenticate(_ message: UnsafeRawBufferPointer, into target: UnsafeMutablePointer<UInt8>) {
        qd_hmac_sha256(prepared, message.baseAddress, message.count, target)
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
