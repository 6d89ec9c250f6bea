import CPlatform

/// The target of a custom DNS name.
public enum CanonicalName {
    /// The end of the CNAME chain that begins at `host`, in lower case; nil if it is `host` itself or DNS does not
    /// answer within two seconds. Blocks for up to two seconds.
    public static func lookUp(_ host: String) -> String? {
        var buffer = [CChar](repeating: 0, count: 256)
        guard qd_canonical_name(host, 2_000, &buffer, buffer.count) == 0 else { return nil }
        let bytes = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        let name = String(decoding: bytes, as: UTF8.self).lowercased()
        return name == host.lowercased() ? nil : name
    }
}
