import SigV4
import Timestamps

/// The part of Amazon EC2 that describes the sandbox's instance, the bastion.
///
/// Source: Amazon EC2 API Reference, DescribeInstances, version 2016-11-15.
struct ComputeService {
    let identities: IdentityStore
    let now: Timestamp

    func response(to request: HTTPRequest) -> HTTPResponse {
        do throws(SignedRequest.Refusal) {
            let caller = try SignedRequest.identity(of: request, service: "ec2", identities: identities, now: now)
            guard !caller.databaseUsers.isEmpty else {
                throw .init(code: "UnauthorizedOperation", message: "You are not authorized to perform this operation.")
            }
            let fields = QueryString.fields(String(decoding: request.body, as: UTF8.self), plusIsBlank: true) ?? []
            guard fields.contains(where: { $0.name == "Action" && $0.value == "DescribeInstances" }) else {
                throw .init(code: "InvalidAction", message: "The action is not valid for this web service.")
            }
            let isAsked = fields.contains { $0.value == SandboxNames.bastion }
            let instance =
                "<item><instancesSet><item><instanceId>\(SandboxNames.bastion)</instanceId>"
                + "<vpcId>\(SandboxNames.network)</vpcId></item></instancesSet></item>"
            return .xml(
                "<DescribeInstancesResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\">"
                    + "<requestId>sandbox</requestId><reservationSet>\(isAsked ? instance : "")</reservationSet>"
                    + "</DescribeInstancesResponse>")
        } catch {
            return .xml(
                "<Response><Errors><Error><Code>\(error.code)</Code><Message>\(XML.escaped(error.message))</Message>"
                    + "</Error></Errors><RequestID>sandbox</RequestID></Response>", status: 403)
        }
    }
}
