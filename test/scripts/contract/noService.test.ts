import { read } from '../../../nodes/shared/answers/read';
import { isNoService } from '../../../scripts/live/noService';

const says = (status: number, text: string) => {
	const answer = read({ status, text, headers: {} }, { for: 'task', source: 'toolTask' }, 0);
	return 'refusal' in answer && isNoService(answer.refusal, text);
};

it.each([
	[404, ''],
	[404, '{"detail":"Not Found"}'],
	[405, '{"detail":"Method Not Allowed"}'],
	[404, '404 page not found'],
	[404, 'Cannot POST /minimalist/api/x'],
	[404, '<html><head><title>404 Not Found</title></head><body>nginx</body></html>'],
	[404, '{"status":404,"error":"Not Found","message":"No message available","path":"/x"}'],
	[404, '{"error":"Not Found","message":"No static resource minimalist/api/x."}'],
	[405, `{"error":"Method Not Allowed","message":"Request method 'POST' is not supported"}`],
	[200, '{"code":404,"errorMessage":null,"data":null}'],
	[200, '{"code":"404","msg":"接口不存在"}'],
	[200, '{"code":"NOT_FOUND","message":"NOT_FOUND","data":{}}'],
	[200, '{"code":405,"errorMessage":"请求方式不支持","data":null}'],
])('takes %i %s for a path without a service', (status, text) =>
	expect(says(status, text)).toBe(true),
);

it.each([
	[404, '{"detail":"Task not found"}'],
	[404, '{"error":"Not Found","message":"model kling-9 not found"}'],
	[404, '{"detail":"Not Found","task_id":"3f2c"}'],
	[404, '{"code":404,"data":{"id":"123"}}'],
	[404, '{"code":404,"errorMessage":"任务不存在"}'],
	[404, '[1]'],
	[200, '{"code":404,"msg":"the image was not found at its URL"}'],
	[200, '{"code":40400,"errorMessage":"task not found"}'],
	[200, '{"code":0,"data":{"taskId":"1"}}'],
	[200, '<html>404 Not Found</html>'],
	[400, '{"detail":"Not Found"}'],
	[500, '{"detail":"Not Found"}'],
	[302, ''],
])('takes %i %s for the answer of something', (status, text) =>
	expect(says(status, text)).toBe(false),
);
