// Google as far as a sheet and a drive are concerned: rows are read and written, files arrive.
import { generateKeyPairSync } from 'node:crypto';
import type { CredentialInput } from '../../../scripts/n8n/model';
import { startStandIn, type Answer, type Call, type HttpStandIn } from './httpStandIn';

/** The hosts that n8n's nodes know by heart. */
export const GOOGLE_HOSTS = ['oauth2', 'sheets', 'www'].map((name) => `${name}.googleapis.com`);

interface State {
	/** The one sheet there is, the column names first. */
	cells: string[][];
	files: Array<{ id: string; name: string; mimeType: string; bytes: Buffer }>;
	/** Whatever n8n was told to write, in order. */
	written: string[];
}
export type Google = HttpStandIn & State;

export async function startGoogle(tab: string): Promise<Google> {
	const state: State = { cells: [], files: [], written: [] };
	const server = await startStandIn((call) => {
		if (call.host === GOOGLE_HOSTS[0])
			return { body: { access_token: 'stand-in', expires_in: 3600, token_type: 'Bearer' } };
		// An upload goes on at an address that is a secret by itself.
		const isKnown = call.headers.authorization === 'Bearer stand-in' || call.query.has('upload_id');
		if (!isKnown) return { status: 401 };
		return call.host === GOOGLE_HOSTS[1] ? sheet(call, tab, state) : drive(call, state);
	});
	return { ...server, ...state };
}

/** A service account with a key of its own, which nobody but the stand-in is shown. */
export function serviceAccount(): CredentialInput {
	const { privateKey: key } = generateKeyPairSync('rsa', { modulusLength: 2048 });
	const privateKey = key.export({ type: 'pkcs8', format: 'pem' });
	const data = { email: 'stand-in@project.example', privateKey };
	return { name: 'Google stand-in', type: 'googleApi', data };
}

function sheet({ path, body }: Call, tab: string, { cells, written }: State): Answer {
	if (path.endsWith('/values:batchUpdate')) {
		type Update = { data: Array<{ range: string; values: string[][] }> };
		for (const { range, values } of (JSON.parse(body.toString()) as Update).data) {
			const value = values[0]?.[0] ?? '';
			const [, column = 'A', row = '1'] = /!([A-Z])(\d+)/.exec(range) ?? [];
			(cells[Number(row) - 1] ??= [])[column.charCodeAt(0) - 65] = value;
			written.push(value);
		}
		return { body: { responses: [] } };
	}
	if (path.includes('/values/'))
		return { body: { range: tab, majorDimension: 'ROWS', values: cells } };
	const properties = { sheetId: 0, title: tab, index: 0, gridProperties: { rowCount: 100 } };
	return { body: { sheets: [{ properties }] } };
}

function drive(
	{ method, host, path, query, headers, body }: Call,
	{ files }: State,
): Answer | undefined {
	const session = query.get('upload_id');
	if (method === 'POST' && query.get('uploadType') === 'resumable') {
		const id = `file-${files.length + 1}`;
		const { name } = JSON.parse(body.toString()) as { name: string };
		const mimeType = String(headers['x-upload-content-type']);
		files.push({ id, name, mimeType, bytes: Buffer.alloc(0) });
		return { headers: { location: `https://${host}${path}?upload_id=${id}` } };
	}
	const file = files.find(({ id }) => id === session || path.endsWith(`/${id}`));
	if (!file) return undefined;
	const { id, name, mimeType } = file;
	if (session !== null) {
		file.bytes = Buffer.concat([file.bytes, body]);
		const [, last = 0, total = 0] = /(\d+)\/(\d+)$/.exec(String(headers['content-range'])) ?? [];
		return Number(last) + 1 < Number(total) ? { status: 308 } : { body: { id } };
	}
	const webViewLink = `https://drive.google.com/file/d/${id}/view`;
	return { body: { id, name, mimeType, webViewLink } };
}
