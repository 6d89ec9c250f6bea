import Glibc
public import Timestamps

extension Timestamp {
    /// The moment now, by the system's clock.
    @Sendable public static func byTheSystem() -> Timestamp {
        Timestamp(secondsSince1970: Int64(time(nil)))
    }
}
