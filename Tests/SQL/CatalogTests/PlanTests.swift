import Catalog
import Failures
import SQLWire
import Testing

/// Plans as servers print them.
@Suite struct PlanTests {
    private func plan(_ text: String, _ dialect: Dialect) throws -> Plan {
        try Plan.read(text.split(separator: "\n").map { [String($0)] }, dialect: dialect).get()
    }

    private func tree(_ plan: Plan) -> [String] {
        plan.nodes.map { node in
            String(repeating: "  ", count: node.depth) + node.label + (node.relation.map { " [\($0)]" } ?? "")
                + (node.index.map { " <\($0)>" } ?? "") + (node.isCostly ? " !" : "")
        }
    }

    @Test func `PostgreSQL's measured plan has its costly steps marked`() throws {
        let plan = try plan(
            """
            [{"Plan": {"Node Type": "Limit", "Startup Cost": 0.00, "Total Cost": 10.00, "Plan Rows": 2,
              "Actual Startup Time": 1.0, "Actual Total Time": 100.0, "Actual Rows": 2, "Actual Loops": 1, "Plans": [
              {"Node Type": "Hash Join", "Join Type": "Left", "Parent Relationship": "Outer", "Total Cost": 900.0,
               "Plan Rows": 1000, "Actual Total Time": 99.0, "Actual Rows": 2, "Actual Loops": 1,
               "Hash Cond": "(c.vessel_id = v.id)", "Plans": [
               {"Node Type": "Seq Scan", "Relation Name": "calls", "Alias": "c", "Total Cost": 500.0, "Plan Rows": 5,
                "Actual Total Time": 60.0, "Actual Rows": 600, "Actual Loops": 1, "Filter": "(fee > 10)",
                "Rows Removed by Filter": 20000, "Shared Hit Blocks": 0, "Shared Read Blocks": 7},
               {"Node Type": "Hash", "Total Cost": 300.0, "Plan Rows": 48, "Actual Total Time": 30.0,
                "Actual Rows": 48, "Actual Loops": 1, "Hash Batches": 4, "Original Hash Batches": 1, "Plans": [
                {"Node Type": "Index Scan", "Scan Direction": "Backward", "Index Name": "vessels_pkey",
                 "Relation Name": "vessels", "Alias": "vessels", "Total Cost": 200.0, "Plan Rows": 48,
                 "Actual Total Time": 1.0, "Actual Rows": 1.5, "Actual Loops": 20}]}]}]},
              "Planning Time": 0.5, "Triggers": [{"Trigger Name": "tr", "Time": 2.5, "Calls": 3}],
              "Execution Time": 101.2}]
            """, .postgresql)
        #expect(
            tree(plan) == [
                "Limit", "  Hash Left Join", "    Seq Scan [calls c] !", "    Hash",
                "      Index Scan Backward [vessels] <vessels_pkey> !",
            ])
        #expect(plan.isMeasured)
        #expect(plan.nodes.map { $0.share.map { Int(($0 * 100).rounded()) } } == [1, 9, 60, 10, 20])
        #expect(plan.nodes[4].milliseconds == 20)
        #expect(plan.nodes[2].misestimate == 120)
        #expect(plan.nodes[4].misestimate == nil, "a LIMIT stopped it early")
        #expect(plan.nodes[2].warnings == ["reads 20600 rows to keep 600"])
        #expect(plan.nodes[3].warnings == ["hashes in 4 batches on disk: work_mem is too small"])
        #expect(plan.nodes[2].details.map(\.name) == ["Filter", "Rows Removed by Filter", "Shared Read Blocks"])
        #expect(
            plan.remarks.map { "\($0.name): \($0.text)" } == [
                "Planning Time: 0.5 ms", "Trigger tr: 2.5 ms in 3 calls", "Execution Time: 101.2 ms",
            ])
        #expect(plan.remarkable == [2, 3, 4])
    }

    @Test func `parallel workers' time is the elapsed time`() throws {
        let plan = try plan(
            """
            [{"Plan": {"Node Type": "Gather", "Workers Planned": 2, "Workers Launched": 1, "Total Cost": 10,
              "Plan Rows": 9, "Actual Total Time": 50.0, "Actual Rows": 9, "Actual Loops": 1, "Plans": [
              {"Node Type": "Seq Scan", "Parallel Aware": true, "Relation Name": "t", "Alias": "t", "Total Cost": 9,
               "Plan Rows": 4, "Actual Total Time": 40.0, "Actual Rows": 4, "Actual Loops": 2}]}}]
            """, .postgresql)
        #expect(tree(plan) == ["Gather !", "  Parallel Seq Scan [t] !"])
        #expect(plan.nodes.map(\.milliseconds) == [50, 40])
        #expect(plan.nodes[0].warnings == ["1 of 2 workers were there"])
    }

    @Test func `a plan that was not executed is judged by its cost`() throws {
        let plan = try plan(
            """
            [{"Plan": {"Node Type": "CTE Scan", "CTE Name": "x", "Alias": "x", "Total Cost": 10.0, "Plan Rows": 72,
              "Plans": [{"Node Type": "ModifyTable", "Operation": "Delete", "Subplan Name": "CTE x",
               "Relation Name": "calls", "Alias": "calls", "Total Cost": 9.0, "Plan Rows": 72, "Plans": [
               {"Node Type": "Aggregate", "Strategy": "Hashed", "Partial Mode": "Partial", "Total Cost": 3.0,
                "Plan Rows": 72, "Group Key": ["a", "b"]}]}]}}]
            """, .postgresql)
        #expect(tree(plan) == ["CTE Scan [x]", "  CTE x: Delete [calls] !", "    Partial HashAggregate !"])
        #expect(!plan.isMeasured)
        #expect(plan.nodes[2].details.first?.text == "a, b")
    }

    @Test func `MySQL's JSON is parsed`() throws {
        let plan = try plan(
            """
            {"query_block": {"select_id": 1, "cost_info": {"query_cost": "100.00"}, "ordering_operation":
              {"using_filesort": true, "grouping_operation": {"using_temporary_table": true, "using_filesort": false,
               "nested_loop": [
                {"table": {"table_name": "v", "access_type": "ALL", "rows_examined_per_scan": 20000,
                  "rows_produced_per_join": 200, "filtered": "1.00", "attached_condition": "(v.built > 1990)",
                  "cost_info": {"read_cost": "80.00", "eval_cost": "5.00", "prefix_cost": "85.00"}}},
                {"table": {"table_name": "c", "access_type": "ref", "possible_keys": ["calls_vessel"],
                  "key": "calls_vessel", "ref": ["harbor.v.id"], "rows_examined_per_scan": 1,
                  "rows_produced_per_join": 200, "filtered": "100.00",
                  "cost_info": {"read_cost": "10.00", "eval_cost": "5.00", "prefix_cost": "100.00"},
                  "attached_subqueries": [{"dependent": true, "query_block": {"select_id": 2,
                   "table": {"table_name": "b", "access_type": "const", "key": "PRIMARY",
                   "rows_examined_per_scan": 1, "cost_info": {"read_cost": "0.00", "eval_cost": "0.10"}}}}]}}]}}}}
            """, .mysql)
        #expect(
            tree(plan)
                == [
                    "Query block 1", "  Sort", "    Grouping operation", "      Nested loop",
                    "        Full scan [v] !", "        Index lookup [c] <calls_vessel>", "          Query block 2",
                    "            Constant row [b] <PRIMARY>",
                ].map { $0.replacing("Grouping operation", with: "Group") })
        #expect(plan.nodes[0].cost == 100)
        #expect(plan.nodes[1].warnings == ["sorts all rows (filesort)"])
        #expect(plan.nodes[2].warnings == ["needs a temporary table"])
        #expect(plan.nodes[4].warnings == ["reads 20000 rows to keep 200"])
        #expect(plan.nodes[4].share.map { Int($0 * 100) } == 84)
    }

    @Test func `MySQL's measured lines are parsed`() throws {
        let plan = try plan(
            """
            -> Sort: v.kind  (cost=0.35 rows=1) (actual time=0.090..0.100 rows=2 loops=1)
                -> Nested loop inner join  (cost=4.95 rows=9) (actual time=0.020..0.080 rows=9 loops=1)
                    -> Filter: (v.built > 1990 and v.name = 'a  (cost=1
            b')  (cost=1.15 rows=3) (actual time=0.010..0.020 rows=90 loops=1)
                        -> Table scan on v  (cost=1.15 rows=1e+3) (actual time=0.010..0.015 rows=9 loops=1)
                    -> Index lookup on c using calls_vessel (vessel_id=v.id)  (cost=0.96 rows=3) (actual time=0.001..0.005 rows=1 loops=9)
                    -> Single-row index lookup on b using PRIMARY (id=c.berth_id)  (cost=0.3 rows=1) (never executed)
            """, .mysql)
        #expect(
            tree(plan) == [
                "Sort: v.kind !", "  Nested loop inner join",
                "    Filter: (v.built > 1990 and v.name = 'a  (cost=1 b')", "      Table scan on v [v]",
                "    Index lookup on c using calls_vessel (vessel_id=v.id) [c] <calls_vessel> !",
                "    Single-row index lookup on b using PRIMARY (id=c.berth_id) [b] <PRIMARY>",
            ])
        #expect(plan.nodes[4].milliseconds.map { Int(($0 * 1_000).rounded()) } == 45)
        #expect(plan.nodes[3].estimatedRows == 1_000 && plan.nodes[3].misestimate != nil)
        #expect(plan.nodes[2].misestimate == 30)
        #expect(plan.nodes[5].loops == 0 && plan.nodes[5].misestimate == nil)
        #expect(plan.nodes[0].warnings == ["sorts all rows (filesort)"])
    }

    @Test func `MySQL's second JSON format is parsed`() throws {
        let plan = try plan(
            """
            {"query": "/* select#1 */ select 1", "query_plan": {"operation": "Nested loop inner join",
             "estimated_rows": 9.0, "estimated_total_cost": 5.0, "actual_rows": 9.0, "actual_loops": 1,
             "actual_last_row_ms": 10.0, "inputs": [
              {"operation": "Table scan on v", "alias": "v", "table_name": "vessels", "estimated_rows": 3.0,
               "estimated_total_cost": 1.0, "actual_rows": 3, "actual_loops": 1, "actual_last_row_ms": 2.0},
              {"operation": "Index lookup on c", "alias": "c", "index_name": "k", "estimated_rows": 3,
               "estimated_total_cost": 1.0, "actual_rows": 3, "actual_loops": 3, "actual_last_row_ms": 2.0}]},
             "json_schema_version": "2.0"}
            """, .mysql)
        #expect(
            tree(plan) == ["Nested loop inner join !", "  Table scan on v [v] !", "  Index lookup on c [c] <k> !"])
        #expect(plan.isMeasured)
    }

    @Test func `MariaDB's measured JSON is parsed`() throws {
        let plan = try plan(
            """
            {"query_optimization": {"r_total_time_ms": 0.09}, "query_block": {"select_id": 1, "r_loops": 1,
              "r_total_time_ms": 385.5, "filesort": {"sort_key": "avg(s.reading)", "r_loops": 1,
               "r_total_time_ms": 0.02, "r_limit": 3, "r_used_priority_queue": true, "r_output_rows": 4,
               "temporary_table": {"nested_loop": [{"table": {"table_name": "s", "access_type": "ALL", "r_loops": 1,
                "rows": 996955, "r_rows": 1000000, "r_table_time_ms": 297.6, "r_other_time_ms": 87.8,
                "r_engine_stats": {"pages_accessed": 3251}, "filtered": 100, "r_filtered": 0.5,
                "attached_condition": "s.remark is not null"}}]}}}}
            """, .mysql)
        #expect(tree(plan) == ["Query block 1", "  Sort", "    Temporary table", "      Full scan [s] !"])
        #expect(plan.nodes[3].warnings == ["reads 1000000 rows to keep 5000"])
        #expect(plan.nodes[3].share.map { $0 > 0.99 } == true)
        #expect(plan.remarks.first?.text == "0.09 ms")
        #expect(plan.isMeasured)
    }

    @Test func `without costs and times rows decide`() throws {
        let plan = try plan(
            """
            {"query_block": {"select_id": 1, "nested_loop": [
              {"table": {"table_name": "a", "access_type": "ALL", "rows": 100, "filtered": 100}},
              {"block-nl-join": {"table": {"table_name": "b", "access_type": "ALL", "rows": 50, "filtered": 100},
               "buffer_type": "flat", "buffer_size": "31KiB", "join_type": "BNL"}}]}}
            """, .mysql)
        #expect(
            tree(plan) == [
                "Query block 1", "  Nested loop", "    Full scan [a]", "    Join buffer (BNL)",
                "      Full scan [b] !",
            ])
        #expect(plan.nodes[3].warnings == ["joins without an index (join buffer)"])
    }

    @Test(arguments: ["", "[]", "{}", "[{}]", "[1]", "null", "->", "QUERY PLAN", "{\"query_block\":1}", "[[[["])
    func `a text that is not a plan is refused`(_ text: String) {
        for dialect in CommandTests.dialects {
            if text == "->" && dialect == .mysql { continue }
            guard case .failure(let failure) = Plan.read([[text]], dialect: dialect) else {
                Issue.record("\(text)")
                continue
            }
            #expect(failure.what == "the server's plan was not understood")
        }
        guard case .failure = Plan.read([], dialect: .mysql) else {
            Issue.record("no rows are no plan")
            return
        }
    }

    @Test func `extreme figures do not crash`() throws {
        for figure in ["1e308", "-1e308", "1e999", "\"nan\"", "\"inf\"", "-1", "9223372036854775808", "\"x\"", "[]"] {
            let text = """
                [{"Plan": {"Node Type": "Seq Scan", "Total Cost": F, "Plan Rows": F, "Actual Rows": F,
                 "Actual Loops": F, "Actual Total Time": F, "Rows Removed by Filter": F, "Hash Batches": F,
                 "Sort Space Type": "Disk", "Sort Space Used": F, "Workers Planned": F, "Workers Launched": F,
                 "Plans": [{"Node Type": "Gather", "Workers Launched": F, "Total Cost": F, "Plans": [
                  {"Node Type": "Sort", "Actual Loops": F, "Actual Total Time": F}]}]}}]
                """.replacing("F", with: figure).replacing("\(figure)ilter", with: "Filter")
            #expect(try plan(text, .postgresql).nodes.count == 3)
            let mysql = """
                {"query_block": {"select_id": 1, "nested_loop": [{"table": {"table_name": "a", "access_type": "ALL",
                 "rows": F, "filtered": F, "r_rows": F, "r_loops": F, "r_filtered": F, "r_table_time_ms": F,
                 "cost_info": {"read_cost": F, "eval_cost": F}}}, {"table": {"rows": F}}]}}
                """.replacing("F", with: figure)
            #expect(try plan(mysql, .mysql).nodes.count == 4)
            _ = try plan("-> x  (cost=\(figure) rows=\(figure)) (actual time=\(figure) rows=1 loops=1)", .mysql)
        }
    }

    @Test func `a deep plan is parsed and a deeper one refused`() throws {
        func nested(_ count: Int) -> String {
            "[{\"Plan\":" + String(repeating: "{\"Node Type\":\"Limit\",\"Total Cost\":1,\"Plans\":[", count: count)
                + "{\"Node Type\":\"Result\"}" + String(repeating: "]}", count: count) + "}]"
        }
        #expect(try plan(nested(400), .postgresql).nodes.count == 401)
        #expect(throws: Failure.self) { try plan(nested(5_000), .postgresql) }
    }
}
