import AWSCalls
import AWSCredentials
import ClusterAccess
import Console
import DoctorRunner
import Endpoints
import Failures
import Policy
import Profiles
import TokenDelivery

/// The policy and the SQL for a login, with the values looked up for them.
struct RequiredPolicy {
    let login: Login
    let access: AWSAccess
    /// The values of the flags.
    let account: String?
    let resourceIDs: [String]

    /// The SQL for the database user.
    func statements(account: String?) -> UserStatements {
        UserStatements(
            engine: login.engine, user: login.user, account: account,
            partition: Partition(region: login.region).rawValue)
    }

    /// The policy.
    ///
    /// - Throws: A `Failure` that names the unknown values, and the commands that show them.
    func document() throws(Failure) -> PolicyDocument {
        let isProxy = login.endpoint.kind == .proxy
        let named = resourceIDs.first { isProxy == $0.hasPrefix("prx-") } ?? ownID
        var found: ResourceLookup.Found?
        var problem: String?
        if account == nil || named == nil {
            do throws(Failure) {
                found = try lookUp()
                if found == nil { problem = "RDS describes nothing named \(login.endpoint.host) in \(login.region)" }
            } catch {
                if error.status == .interrupted { throw error }
                problem = error.what + (error.why.map { " (\($0))" } ?? "")
            }
        }
        let account = account ?? found?.account ?? (named == nil ? nil : callersAccount)
        guard let account, let resourceID = named ?? found?.resourceID else {
            throw missing(account: account, resourceID: named ?? found?.resourceID, because: problem)
        }
        return document(
            account, resourceID, region: found?.region ?? login.region, isProxy: isProxy,
            behind: resourceIDs.filter { !$0.hasPrefix("prx-") } + (found?.behindProxy ?? []),
            usesSecrets: found?.usesSecrets ?? false)
    }

    private func document(
        _ account: String, _ resourceID: String, region: String, isProxy: Bool, behind: [String], usesSecrets: Bool
    ) -> PolicyDocument {
        let kind: ResourceName.Kind =
            login.engine == .dsql
            ? .cluster(isAdministrator: login.user == "admin") : .databaseUser(login.user)
        func resource(_ id: String) -> ResourceName {
            ResourceName(region: region, account: account, resourceID: id, kind: kind)
        }
        var statements = [
            PolicyDocument.Statement(
                identifier: isProxy ? "ConnectToProxy" : "Connect", holder: "the person or role that signs",
                resource: resource(resourceID))
        ]
        guard isProxy else { return PolicyDocument(statements) }
        if behind.isEmpty {
            ErrorReport.warn(
                "the cluster behind the proxy is not known: the second statement allows every cluster of the account in "
                    + "\(region); name the cluster with --resource-id cluster-…")
        }
        if usesSecrets {
            ErrorReport.note(
                "this proxy signs in to its cluster with secrets; the second statement counts once DefaultAuthScheme is "
                    + "IAM_AUTH")
        }
        for (number, id) in (behind.isEmpty ? ["cluster-*"] : behind).enumerated() {
            statements.append(
                PolicyDocument.Statement(
                    identifier: "ProxyToCluster" + (number == 0 ? "" : "\(number + 1)"), holder: "the proxy's own role",
                    resource: resource(id)))
        }
        return PolicyDocument(statements)
    }

    /// The name of a DSQL cluster contains its identifier.
    private var ownID: String? {
        login.endpoint.kind == .dsql ? String(login.endpoint.host.prefix { $0 != "." }) : nil
    }

    private func lookUp() throws(Failure) -> ResourceLookup.Found? {
        let client = try access.client()
        do throws(AWSRefusal) {
            return try ResourceLookup(client, region: login.region).find(login.endpoint)
        } catch {
            throw error.failure("cannot look up \(login.endpoint.host)")
        }
    }

    private var callersAccount: String? {
        guard
            let found = try? access.context.store.credentials(
                for: CredentialIdentity(access.choice, region: access.region))
        else { return nil }
        let arn = (try? CallerIdentity.arn(of: found.credentials, access.lookup)) ?? ""
        let parts = arn.split(separator: ":", omittingEmptySubsequences: false)
        return parts.count > 4 && ResourceName.isAccount(String(parts[4])) ? String(parts[4]) : nil
    }

    private func missing(account: String?, resourceID: String?, because problem: String?) -> Failure {
        var parts: [String] = []
        var commands: [String] = []
        if account == nil {
            parts.append("the account")
            commands.append("aws sts get-caller-identity --query Account --output text, then --account NUMBER")
        }
        if resourceID == nil {
            parts.append("the resource id")
            commands.append(Self.resourceCommand(login.endpoint, region: login.region) + ", then --resource-id ID")
        }
        return Failure(
            .notPermitted,
            "\(parts.joined(separator: " and ")) of \(login.cluster) \(parts.count == 1 ? "is" : "are") not known",
            why: problem, next: commands.joined(separator: "; "))
    }

    /// The command that shows the resource id of an endpoint.
    static func resourceCommand(_ endpoint: Endpoint, region: String) -> String {
        let label = endpoint.host.prefix { $0 != "." }
        switch endpoint.kind {
        case .proxy:
            return
                "aws rds describe-db-proxies --region \(region) --query DBProxies[].[Endpoint,DBProxyArn] --output text"
        case .writer, .reader:
            return "aws rds describe-db-clusters --region \(region) --db-cluster-identifier \(label) "
                + "--query DBClusters[].DbClusterResourceId --output text"
        case .custom, .instance, .shardGroup, .globalWriter, .dsql:
            return "aws rds describe-db-clusters --region \(region) "
                + "--query DBClusters[].[DBClusterIdentifier,DbClusterResourceId] --output text"
        }
    }
}
