import Failures
import JSON

/// The warnings about a node of PostgreSQL.
enum PostgreSQLWarnings {
    /// The number of needlessly read rows from which there is a warning.
    private static let manyRows = 10_000.0

    static func of(_ json: JSONValue, _ node: PlanNode) -> [String] {
        var warnings: [String] = []
        func figure(_ name: String) -> Double { json[name]?.double ?? 0 }
        let loops = max(node.loops ?? 1, 1)
        let kept = (node.actualRows ?? 0) * loops
        let dropped = figure("Rows Removed by Filter") * loops
        if json["Node Type"]?.text?.hasSuffix("Scan") == true, dropped >= manyRows, dropped >= 10 * kept {
            warnings.append("reads \(whole(dropped + kept)) rows to keep \(whole(kept))")
        }
        if figure("Rows Removed by Join Filter") * loops >= 100 * manyRows {
            warnings.append("joins \(whole(figure("Rows Removed by Join Filter") * loops)) pairs of rows for nothing")
        }
        if json["Sort Space Type"]?.text == "Disk" {
            warnings.append("sorts on disk, \(whole(figure("Sort Space Used"))) kB: work_mem is too small")
        }
        if figure("Hash Batches") > max(figure("Original Hash Batches"), 1) || figure("Hash Batches") > 1 {
            warnings.append("hashes in \(whole(figure("Hash Batches"))) batches on disk: work_mem is too small")
        }
        if figure("Disk Usage") > 0 {
            warnings.append("spills \(whole(figure("Disk Usage"))) kB to disk: work_mem is too small")
        }
        if figure("Lossy Heap Blocks") > 0 {
            warnings.append(
                "the bitmap forgot rows of \(whole(figure("Lossy Heap Blocks"))) pages: work_mem is too small")
        }
        if figure("Heap Fetches") * loops >= manyRows, figure("Heap Fetches") * 2 >= (node.actualRows ?? 0) {
            warnings.append(
                "the index alone did not do for \(whole(figure("Heap Fetches") * loops)) rows: VACUUM the table")
        }
        let (planned, launched) = (json["Workers Planned"]?.double, json["Workers Launched"]?.double)
        if let planned, let launched, launched < planned {
            warnings.append("\(whole(launched)) of \(whole(planned)) workers were there")
        }
        return warnings
    }

    private static func whole(_ number: Double) -> String {
        number < 1e15 ? String(Int64(saturating: max(number, 0).rounded())) : "very many"
    }
}
