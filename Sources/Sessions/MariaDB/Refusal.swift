import Failures
import SQLWire
import SessionSetup

extension SessionError {
    /// The error for a failed login, by libmariadb's error number and text. Source: errmsg.h, mysqld_error.h.
    ///
    /// - Parameter wasAsked: Whether the server has requested and received the token.
    static func refusal(number: Int, text: String, _ plan: SessionPlan, wasAsked: Bool) -> SessionError {
        func refused(
            _ status: ExitStatus, _ what: String, _ next: String?, why: String? = nil, cause: Cause? = nil
        ) -> SessionError {
            SessionError(.refused, Failure(status, what, why: why ?? "\(text) (\(number))", next: next, cause: cause))
        }
        switch number {
        case 5_010:
            // libmariadb's own texts about methods are not shown: they quote from a buffer that may contain more than a
            // name.
            return refused(
                .notPermitted, "\(plan.host) did not ask IAM about \(plan.user)",
                "turn IAM authentication on, and CREATE USER \(plan.user) IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS'",
                why: "the server asked for a login method other than mysql_clear_password")
        case _ where ConnectionEnding.isTemporary(number):
            return refused(.temporary, "\(plan.host) takes no logins now", "try again in a few seconds")
        case 1_045 where wasAsked:
            return refused(
                .notPermitted, "\(plan.host) refused the token of \(plan.user)",
                "check rds-db:connect in the policy, the region and port that were signed, and the clock",
                cause: .policyDenied)
        case 1_045, 1_524, 1_251, 2_059, 2_061, 4_151:
            return refused(
                .notPermitted, "\(plan.host) did not ask IAM about \(plan.user)",
                "turn IAM authentication on, and CREATE USER \(plan.user) IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS'",
                cause: number == 1_524 ? .iamOff : .userUnknown
            )
        case 1_040, 1_203, 1_226:
            return refused(
                .temporary, "\(plan.host) takes no logins now", "try again in a few seconds", cause: .maxConnections)
        case 1_044, 1_049:
            return refused(
                .notPermitted, "\(plan.user) cannot open the database on \(plan.host)", "name another: --database NAME")
        default:
            return refused(.notPermitted, "\(plan.host) refused the login of \(plan.user)", nil)
        }
    }

    /// The error for a refused password; nil when the server refused something else. Source: mysqld_error.h.
    static func passwordRefusal(_ number: Int, _ text: String, _ plan: SessionPlan) -> SessionError? {
        if number == 5_010 { return demand("another login method", plan) }
        guard number == 1_045 || number == 1_698 else { return nil }
        var error = SessionError(
            .refused,
            Failure(
                .notPermitted, "\(plan.host) refused the password of \(plan.user)", why: "\(text) (\(number))",
                next:
                    "check the password at its source, and the host part of the user: SHOW GRANTS FOR '\(plan.user)'@'%'"
            ))
        error.isWrongPassword = true
        return error
    }

    /// The error for a verified server that asks for the password by a method that is not used. None was sent.
    static func unknownMethod(_ method: String, _ plan: SessionPlan) -> SessionError {
        SessionError(
            .refused,
            Failure(
                .notPermitted, "\(plan.host) takes no password of \(plan.user)",
                why: "it asks for the method \(method); no password was sent",
                next: "ALTER USER '\(plan.user)'@'%' IDENTIFIED WITH caching_sha2_password BY …"))
    }

    /// The error for a verified server that received the token and then requested something else: a method, or more
    /// data.
    static func demand(_ demand: String, _ plan: SessionPlan) -> SessionError {
        SessionError(
            .refused,
            Failure(
                .notPermitted, "\(plan.host) asked for more than the \(plan.proof.word) of \(plan.user)",
                why: "after the \(plan.proof.word) it asked for \(demand); a login ends with the \(plan.proof.word)",
                next: "check what answers at \(plan.dialHost):\(plan.dialPort)"
                    + (plan.proof == .token ? "; the token expires by itself" : "; change the password")))
    }
}
