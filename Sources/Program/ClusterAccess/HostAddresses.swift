import CPlatform
package import Failures
package import Threads

/// The IP addresses of a host.
package enum HostAddresses {
    /// At least one address. Blocks for at most `milliseconds`.
    ///
    /// - Parameter wake: Ends the look-up.
    package static func of(
        _ host: String, within milliseconds: Int32 = 10_000, wake: WakeSignal? = nil
    ) throws(Failure) -> [String] {
        var text = [CChar](repeating: 0, count: 2_048)
        let count = qd_addresses(host, milliseconds, wake?.descriptor ?? -1, &text, text.count)
        guard count > 0 else {
            if wake?.isRaised == true { throw Failure(.interrupted, "interrupted") }
            throw Failure(
                .unavailable, "\(host) has no address", why: "DNS does not know the name from here",
                next: "check the endpoint and this machine's DNS: getent hosts \(host)", cause: .nameNotFound)
        }
        return text.split(separator: 0).prefix(Int(count)).map { bytes in
            String(decoding: bytes.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
    }
}
