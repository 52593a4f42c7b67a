// Telegram's interface for bots: it calls the webhook that a bot registered, and keeps what the bot answers.
import axios from 'axios';
import type { CredentialInput } from '../../../scripts/n8n/model';
import { startStandIn, type HttpStandIn } from './httpStandIn';

export interface Telegram extends HttpStandIn {
	credential: CredentialInput;
	/** What the bot sent, by method: `sendPhoto`. */
	sent: Array<{ method: string; body: Buffer }>;
	/** Where the bot listens, once it said so. */
	webhook(): { url: string; secret: string } | undefined;
	/** A message of a person to the bot. */
	say(message: Record<string, unknown>): Promise<void>;
}

const TOKEN = '1:stand-in';

/** @param photo the bytes of every photo that a person sends */
export async function startTelegram(photo: Buffer): Promise<Telegram> {
	let registered: { url: string; secret_token: string } | undefined;
	const sent: Telegram['sent'] = [];
	const server = await startStandIn(({ path, body }) => {
		if (path === `/file/bot${TOKEN}/photos/1.png`) return { body: photo };
		const method = path.startsWith(`/bot${TOKEN}/`) ? path.slice(TOKEN.length + 5) : undefined;
		if (method === undefined) return undefined;
		const ok = (result: unknown) => ({ body: { ok: true, result } });
		if (method === 'getWebhookInfo') return ok({ url: registered?.url ?? '' });
		if (method === 'getFile') return ok({ file_id: 'p3', file_path: 'photos/1.png' });
		if (method === 'deleteWebhook') return ok(true);
		if (method === 'setWebhook') {
			registered = JSON.parse(body.toString()) as typeof registered;
			return ok(true);
		}
		sent.push({ method, body });
		return ok({ message_id: sent.length });
	});
	return Object.assign(server, {
		sent,
		credential: {
			name: 'Telegram stand-in',
			type: 'telegramApi',
			data: { accessToken: TOKEN, baseUrl: server.url },
		},
		webhook: () => registered && { url: registered.url, secret: registered.secret_token },
		say: async (message: Record<string, unknown>) => {
			if (!registered) throw new Error('the bot has no webhook');
			const headers = { 'x-telegram-bot-api-secret-token': registered.secret_token };
			await axios.post(registered.url, { update_id: 1, message }, { headers, proxy: false });
		},
	});
}
