import Failures
import SigV4
import Timestamps

extension CredentialLookup {
    /// Records an intermediate step.
    func note(_ place: String, _ answer: String) {
        trail.end(
            trail.begin(), .init(provider: place, answer: answer, depth: depth + 1, at: services.clock()))
    }

    /// Records a step of the whole search.
    func remark(_ place: String, _ answer: String) {
        trail.end(trail.begin(), .init(provider: place, answer: answer, depth: depth, at: services.clock()))
    }

    /// Runs a provider and records its result; nil when it has no credentials.
    func ask(_ provider: any CredentialProvider) throws(Failure) -> FoundCredentials? {
        let index = trail.begin()
        do throws(Failure) {
            switch try provider.answer(self) {
            case .absent(let reason):
                close(index, provider.name, reason)
                return nil
            case .found(let found):
                close(index, provider.name, found.inWords)
                return found
            }
        } catch {
            close(index, provider.name, error.inWords)
            throw error
        }
    }

    /// Runs `body` and records it as a step.
    func noting(
        _ name: String, _ body: () throws(Failure) -> FoundCredentials
    ) throws(Failure) -> FoundCredentials {
        let index = trail.begin()
        do throws(Failure) {
            let found = try body()
            close(index, name, found.inWords)
            return found
        } catch {
            close(index, name, error.inWords)
            throw error
        }
    }

    private func close(_ index: Int, _ name: String, _ answer: String) {
        trail.end(index, .init(provider: name, answer: answer, depth: depth, at: services.clock()))
    }
}

extension FoundCredentials {
    fileprivate var inWords: String {
        "found: \(source)" + (credentials.expiration.map { ", good until \($0.rfc3339)" } ?? "")
    }
}

extension Failure {
    fileprivate var inWords: String {
        "failed: \(explained)"
    }
}
