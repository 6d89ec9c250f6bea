import AWSCredentials
import ArgumentParser
import ClusterAccess
import Console
import DoctorRunner
import Endpoints
import Failures
import LocalFiles
import Policy
import Profiles
import TokenDelivery

struct PolicyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy",
        abstract: "Print the IAM policy and the SQL that a login takes.",
        discussion: """
            The policy goes to standard output as JSON, the SQL to standard error. --sql prints the SQL alone, to standard \
            output. The account and the resource id are looked up through the RDS API (rds:DescribeDBClusters) unless \
            --account and --resource-id name them. For a proxy the policy has two statements: one for the person, one \
            for the proxy's role; --resource-id may then name both prx-… and cluster-….

            --check FILE judges a policy that is there already ("-" reads standard input): exit code 0 when it allows the \
            login, 77 when it does not.
            """)

    @OptionGroup(title: "Which cluster") var target: ClusterOptions

    @Option(help: ArgumentHelp("The AWS account, twelve digits.", valueName: "number"))
    var account: String?

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp("The resource id: cluster-…, db-… or prx-….", valueName: "id"))
    var resourceID: [String] = []

    @Option(help: ArgumentHelp("Judge the policy in a file.", valueName: "file"), completion: .file())
    var check: String?

    @Flag(help: "Print the SQL alone.")
    var sql = false

    @OptionGroup(title: "Common options") var common: CommonOptions

    func run() throws {
        let session = Session(common.values)
        let selection = try LoginSelection(session, target.choice)
        let cluster = try selection.cluster(target.choice)
        try validate(cluster)
        let context = try CredentialContext(session)
        let source = try TokenSource(selection, cluster, context)
        let required = RequiredPolicy(
            login: source.login,
            access: AWSAccess(
                session: session, context: context, choice: selection.profileChoice(cluster),
                region: source.login.region), account: account, resourceIDs: resourceID)
        if sql {
            return try StandardOutput.write(required.statements(account: account).text)
        }
        let document = try required.document()
        if let check { return try judge(check, document) }
        try StandardOutput.write(document.json)
        for statement in document.statements where document.statements.count > 1 {
            ErrorReport.note("the statement \(statement.identifier) is for \(statement.holder)")
        }
        let found = document.statements.first?.resource.account
        for line in required.statements(account: found).text.split(separator: "\n") { ErrorReport.plain(String(line)) }
    }

    private func validate(_ cluster: Cluster) throws(Failure) {
        if let account, !ResourceName.isAccount(account) {
            throw Failure(
                .usage, "\"\(account)\" is not an AWS account", why: "an account has twelve digits",
                next: "aws sts get-caller-identity --query Account --output text")
        }
        for id in resourceID where cluster.endpoint.kind != .dsql && !ResourceName.isResourceID(id) {
            throw Failure(
                .usage, "\"\(id)\" is not a resource id", why: "a resource id begins with cluster-, db- or prx-",
                next: RequiredPolicy.resourceCommand(cluster.endpoint, region: cluster.region ?? "REGION"))
        }
    }

    private func judge(_ path: String, _ document: PolicyDocument) throws(Failure) {
        let file = path == "-" ? "/dev/stdin" : path
        guard let bytes = try BoundedFile.read(file, limit: 1 << 20) else {
            throw Failure(.noInput, "there is no file \(path)", next: "--check FILE")
        }
        guard let resource = document.statements.first?.resource else { return }
        let result = PolicyCheck(bytes, on: resource)
        if result.verdict != .unreadable { result.findings.forEach(ErrorReport.warn) }
        let what = "\(resource.action) on \(resource.text)"
        switch result.verdict {
        case .allowed: ErrorReport.note("the policy allows \(what)")
        case .conditional:
            ErrorReport.note("the policy allows \(what) where its conditions hold; AWS alone can evaluate them")
        case .denied:
            throw Failure(
                .notPermitted, "the policy denies the login", why: "a statement denies \(what)",
                next: "narrow the statement with \"Effect\": \"Deny\"")
        case .notAllowed:
            throw Failure(
                .notPermitted, "the policy does not allow the login", why: "no statement allows \(what)",
                next: "add the statement that quarterdeck policy prints")
        case .unreadable:
            throw Failure(
                .badData, "\(path == "-" ? "standard input" : path) is not an IAM policy", why: result.findings.first,
                next: "give the JSON document of a policy")
        }
    }
}
