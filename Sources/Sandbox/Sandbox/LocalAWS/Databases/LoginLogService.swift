import FoundationEssentials
import SigV4
import Timestamps

/// The part of CloudWatch that shows IAM logins: the log `iam-db-auth-error` and the metrics `IamDbAuthConnection…`.
///
/// Source: Amazon CloudWatch Logs API Reference, FilterLogEvents; Amazon CloudWatch API Reference, GetMetricData.
struct LoginLogService {
    let identities: IdentityStore
    let entries: [VerifierLog.Entry]
    let now: Timestamp

    private struct Event: Encodable {
        let timestamp: Int64
        let message: String
        let logStreamName: String
    }

    private struct Events: Encodable {
        let events: [Event]
    }

    private struct Question: Decodable {
        let logGroupName: String
        let startTime: Int64?
    }

    /// The reply to FilterLogEvents.
    func events(_ request: HTTPRequest) -> HTTPResponse {
        do throws(SignedRequest.Refusal) {
            _ = try SignedRequest.identity(of: request, service: "logs", identities: identities, now: now)
        } catch {
            return refusal(error.code, error.message, 403)
        }
        guard request[header: "X-Amz-Target"] == "Logs_20140328.FilterLogEvents",
            let question = try? JSONDecoder().decode(Question.self, from: Data(request.body))
        else { return refusal("InvalidParameterException", "The request is not valid", 400) }
        let engine = SandboxEngine.allCases.first {
            question.logGroupName == "/aws/rds/cluster/\($0.cluster)/iam-db-auth-error"
        }
        guard let engine else {
            return refusal("ResourceNotFoundException", "The specified log group does not exist.", 400)
        }
        let refused = entries.filter { entry in
            entry.engine == engine && !entry.isAccepted
                && entry.at.secondsSince1970 * 1_000 >= (question.startTime ?? 0)
        }
        let events = Events(
            events: refused.suffix(100).map { entry in
                Event(
                    timestamp: entry.at.secondsSince1970 * 1_000, message: message(entry),
                    logStreamName: engine.cluster + "-1")
            })
        guard let data = try? JSONEncoder().encode(events) else { return refusal("InternalFailure", "", 500) }
        return .json(String(decoding: data, as: UTF8.self))
    }

    /// The reply to GetMetricData: all remembered logins, regardless of the requested time.
    func metrics(_ request: HTTPRequest) -> HTTPResponse {
        do throws(SignedRequest.Refusal) {
            _ = try SignedRequest.identity(of: request, service: "monitoring", identities: identities, now: now)
        } catch {
            return .xml(
                "<ErrorResponse><Error><Code>\(error.code)</Code><Message>\(error.message)</Message></Error>"
                    + "</ErrorResponse>", status: 403)
        }
        let fields = QueryString.fields(String(decoding: request.body, as: UTF8.self), plusIsBlank: true) ?? []
        let form = Dictionary(fields.map { ($0.name, $0.value) }) { first, _ in first }
        var results = ""
        var number = 1
        while let id = form["MetricDataQueries.member.\(number).Id"] {
            let metric = "MetricDataQueries.member.\(number).MetricStat.Metric."
            let cluster = form[metric + "Dimensions.member.1.Value"]
            let name = form[metric + "MetricName"] ?? ""
            let count = entries.filter { $0.engine.cluster == cluster && counts($0, for: name) }.count
            let values = count == 0 ? "" : "<member>\(count).0</member>"
            results += "<member><Id>\(XML.escaped(id))</Id><Values>\(values)</Values></member>"
            number += 1
        }
        return .xml(
            "<GetMetricDataResponse><GetMetricDataResult><MetricDataResults>\(results)</MetricDataResults>"
                + "</GetMetricDataResult></GetMetricDataResponse>")
    }

    private func counts(_ entry: VerifierLog.Entry, for metric: String) -> Bool {
        switch metric {
        case "IamDbAuthConnectionRequests": true
        case "IamDbAuthConnectionSuccess": entry.isAccepted
        case "IamDbAuthConnectionFailure": !entry.isAccepted
        case "IamDbAuthConnectionFailureInvalidToken": !entry.isAccepted && !isDenied(entry)
        case "IamDbAuthConnectionFailureInsufficientPermissions": isDenied(entry)
        default: false
        }
    }

    private func isDenied(_ entry: VerifierLog.Entry) -> Bool { entry.reason.hasPrefix("no rds-db:connect") }

    private func message(_ entry: VerifierLog.Entry) -> String {
        let arn = entry.accessKeyID.flatMap { identities.identity($0)?.arn } ?? "an unknown identity"
        if isDenied(entry) {
            return "403 NotAuthorized: \(arn) is not authorized to perform rds-db:connect for user \(entry.user)"
        }
        let isOld = entry.reason.hasSuffix("s ago") || entry.reason.hasPrefix("the credentials ended")
        return "400 \(isOld ? "ExpiredToken" : "InvalidToken"): user \(entry.user), \(entry.reason)"
    }

    private func refusal(_ code: String, _ message: String, _ status: Int) -> HTTPResponse {
        .json("{\"__type\":\"\(code)\",\"message\":\"\(message)\"}", status: status)
    }
}
