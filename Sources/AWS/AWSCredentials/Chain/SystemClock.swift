import Glibc
public import Timestamps

extension Timestamp {
    /// The current time of the wall clock.
    @Sendable public static func byTheSystem() -> Timestamp {
        Timestamp(secondsSince1970: Int64(time(nil)))
    }
}
