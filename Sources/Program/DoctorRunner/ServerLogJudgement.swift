import AWSCalls
import Doctor
import Failures
import Timestamps
import TokenDelivery

/// Finds the cause of rejected logins in a cluster's log and metrics.
struct ServerLogJudgement {
    let login: Login
    /// The identity that signs, where it is known.
    let caller: String?

    func finding(_ log: LoginLog, since start: Timestamp, _ cluster: DatabaseCluster?) -> Finding {
        if let cluster, !cluster.logExports.contains(LoginLog.export) {
            return .warning(
                "the cluster does not export the log \(LoginLog.export)",
                advice: [
                    "aws rds modify-db-cluster --db-cluster-identifier \(cluster.identifier) --region \(login.region) "
                        + "--cloudwatch-logs-export-configuration '{\"EnableLogTypes\":[\"\(LoginLog.export)\"]}'"
                ])
        }
        let lines: [LoginLog.Line]
        do throws(AWSRefusal) {
            lines = try log.lines(since: start)
        } catch {
            return .skipped("the log \(LoginLog.export) cannot be read: \(Self.words(error))")
        }
        // The log also contains rejected logins of other users.
        guard let last = lines.last(where: isAboutUs) else {
            return .ok("no line about \(login.user) in \(LoginLog.export) in the last 10 minutes")
        }
        let evidence = "\(last.at.clock) UTC: \(last.text)"
        switch last.code {
        case .notAuthorized:
            return found(evidence, .policyDenied, "quarterdeck policy prints the statement that the identity needs")
        case .throttling:
            return found(evidence, .throttled, "sign in less often: one token serves many logins for 15 minutes")
        case .expiredToken:
            return found(evidence, .credentialsExpired, "renew the credentials, and check the clock")
        case .internalError: return found(evidence, .agentOverloaded, "try again in some minutes")
        case .invalidToken:
            return .warning(
                evidence, advice: ["compare the endpoint, the port, the region and the user with the token's"])
        case nil: return .warning(evidence)
        }
    }

    private func isAboutUs(_ line: LoginLog.Line) -> Bool {
        caller.map(line.text.contains) == true || line.text.contains(login.user)
    }

    private func found(_ evidence: String, _ cause: Cause, _ advice: String) -> Finding {
        Finding(.warning, evidence, cause: cause, advice: [advice])
    }

    static func finding(_ log: LoginLog, since start: Timestamp, until end: Timestamp) -> Finding {
        do throws(AWSRefusal) {
            let counts = try log.counts(since: start, until: end)
            let shown = counts.sums.filter { $0.sum > 0 }.map { "\($0.name) \($0.sum)" }
            let text = shown.isEmpty ? "no login by IAM in the last 15 minutes" : shown.joined(separator: ", ")
            return counts["FailureThrottling"] > 0 ? .warning(text) : .ok(text)
        } catch {
            return .skipped("the metrics cannot be read: \(words(error))")
        }
    }

    private static func words(_ refusal: AWSRefusal) -> String {
        refusal.code.isEmpty ? refusal.reason : refusal.code
    }
}
