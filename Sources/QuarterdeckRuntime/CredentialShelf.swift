import AWSCredentials
import BlockingExecutor
import Failures
import Profiles
import QuarterdeckCore
import SigV4
import Timestamps

/// Credentials by identity: each is looked up once, by whoever comes first while the others wait, and again when the AWS
/// files have changed or the credentials are about to end.
final class CredentialShelf: Sendable {
    private struct Found: Sendable {
        let resolved: ResolvedCredentials
        let stamp: String
    }

    /// One identity's place; its lock is held during a look-up.
    private typealias Place = Locked<Found?>

    private let places = Locked<[IdentityName: Place]>([:])
    private let services: Services
    /// Credentials that end sooner are looked up again: who asks for them may have newer ones by now.
    private static let leastSeconds: Int64 = 900

    init(_ services: Services) {
        self.services = services
    }

    /// Credentials for a cluster that are good now.
    func credentials(_ name: IdentityName, for cluster: Cluster) throws(Failure) -> ResolvedCredentials {
        let place = places.withLock { places in
            let place = places[name] ?? Place(nil)
            places[name] = place
            return place
        }
        let stamp = services.filesStamp()
        let result: Result<ResolvedCredentials, Failure> = place.withLock { found in
            if let known = found, known.stamp == stamp, isGood(known.resolved) { return .success(known.resolved) }
            do throws(Failure) {
                let resolved = try services.credentials(cluster)
                found = Found(resolved: resolved, stamp: stamp)
                return .success(resolved)
            } catch {
                found = nil
                return .failure(error)
            }
        }
        return try result.get()
    }

    private func isGood(_ resolved: ResolvedCredentials) -> Bool {
        guard let end = resolved.credentials.expiration else { return true }
        return end.seconds(since: services.now().timestamp) > Self.leastSeconds
    }
}
