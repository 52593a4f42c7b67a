import { read } from '../../../nodes/shared/answers/read';
import { isNoService } from '../../../scripts/live/noService';

const of = (status: number, text: string, headers: Record<string, string> = {}) => {
	const answer = read({ status, text, headers }, { for: 'task', source: 'toolTask' }, 0);
	return isNoService('refusal' in answer ? answer.refusal : undefined, text);
};

describe('no such service', () => {
	it.each([
		[404, ''],
		[404, '{"detail":"Not Found"}'],
		[405, '{"detail":"Method Not Allowed"}'],
		[404, '404 page not found'],
		[404, 'Cannot POST /minimalist/api/x'],
		[404, '<html><head><title>404 Not Found</title></head><body>nginx</body></html>'],
		[
			404,
			'{"timestamp":"2026-01-01","status":404,"error":"Not Found","message":"No message available","path":"/minimalist/api/x"}',
		],
		[404, '{"error":"Not Found","message":"No static resource minimalist/api/x."}'],
		[405, `{"error":"Method Not Allowed","message":"Request method 'POST' is not supported"}`],
		[200, '{"code":404,"errorMessage":null,"data":null}'],
		[200, '{"code":"404","msg":"接口不存在"}'],
		[200, '{"code":"NOT_FOUND","message":"NOT_FOUND","data":{}}'],
		[200, '{"code":405,"errorMessage":"请求方式不支持","data":null}'],
	])('is %i %s', (status, text) => expect(of(status, text)).toBe(true));
});

describe('nothing of the kind', () => {
	it.each([
		[404, '{"detail":"Task not found"}'],
		[404, '{"error":"Not Found","message":"model kling-9 not found"}'],
		[404, '{"detail":"Not Found","task_id":"3f2c"}'],
		[404, '{"code":404,"data":{"id":"123"}}'],
		[404, '{"code":404,"errorMessage":"任务不存在"}'],
		[404, '{"code":404,"errorMessage":"资源不存在"}'],
		[404, '[1]'],
		[200, '{"code":404,"msg":"the image was not found at its URL"}'],
		[200, '{"code":40400,"errorMessage":"task not found"}'],
		[200, '{"code":0,"data":{"taskId":"1"}}'],
		[200, '<html>404 Not Found</html>'],
		[400, '{"detail":"Not Found"}'],
		[401, '{"detail":"Not Found"}'],
		[422, '{"detail":"Not Found"}'],
		[429, 'Not Found'],
		[500, '{"detail":"Not Found"}'],
		[503, ''],
		[302, ''],
	])('is %i %s', (status, text) => expect(of(status, text)).toBe(false));

	it('is no answer at all', () => expect(isNoService(undefined, '')).toBe(false));
});
