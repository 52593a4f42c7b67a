// A data table of n8n, as its owner sees it and writes into it in the editor.
import type { N8nApi } from '../../scripts/n8n/api';

type Cells = Record<string, string | null>;
export type DataTableRow = Cells & { id: string };

interface Listed<One> {
	data: One[];
}

export class DataTable {
	private constructor(
		private readonly api: N8nApi,
		readonly id: string,
		private readonly url: string,
	) {}

	/** The one of this name among the owner's own. */
	static async find(api: N8nApi, name: string): Promise<DataTable | undefined> {
		const all = await urlOfAll(api);
		const { data } = await api.call<Listed<{ id: string; name: string }>>('GET', all);
		const found = data.find((table) => table.name === name);
		return found && new DataTable(api, found.id, `${all}/${found.id}`);
	}

	/** All of its columns hold text. */
	static async create(api: N8nApi, name: string, columnNames: string[]): Promise<DataTable> {
		const all = await urlOfAll(api);
		const columns = columnNames.map((column) => ({ name: column, type: 'string' }));
		const { id } = await api.call<{ id: string }>('POST', all, { name, columns });
		return new DataTable(api, id, `${all}/${id}`);
	}

	/** Oldest first. */
	async rows(): Promise<DataTableRow[]> {
		const { data } = await this.api.call<Listed<DataTableRow>>('GET', `${this.url}/rows`);
		return data.sort((one, other) => Number(one.id) - Number(other.id));
	}

	async add(...rows: Cells[]): Promise<void> {
		await this.api.call('POST', `${this.url}/insert`, { data: rows, returnType: 'count' });
	}

	/** Writes into the rows that have this value in this column; nothing empties a cell. */
	async write(columnName: string, value: string, cells: Cells): Promise<void> {
		const filter = { type: 'and', filters: [{ columnName, condition: 'eq', value }] };
		await this.api.call('PATCH', `${this.url}/rows`, { filter, data: cells });
	}

	async delete(): Promise<void> {
		await this.api.call('DELETE', this.url);
	}
}

async function urlOfAll(api: N8nApi): Promise<string> {
	const { id } = await api.call<{ id: string }>('GET', '/rest/projects/personal');
	return `/rest/projects/${id}/data-tables`;
}
