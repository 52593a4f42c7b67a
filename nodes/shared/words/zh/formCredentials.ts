/** What n8n's node panel says of each node, and the forms of the credentials. */
export const CREDENTIALS: Readonly<Record<string, string>> = {
	// Nodes
	'Use any model or path of KexiangAI (可想AI) that has no operation in the other nodes':
		'用可想AI的任意模型创建任务，或调用任意接口，用于还没有专门操作的服务',
	'Make and edit images and videos with the Google models (Kbanana, Omni) of KexiangAI (可想AI)':
		'用可想AI的 Google 模型（Kbanana、Omni）生成和编辑图片、视频',
	'Make video effects and stylized videos with Tencent Hunyuan (腾讯混元) of KexiangAI (可想AI)':
		'用可想AI的腾讯混元制作视频特效、转换视频风格',
	'Get the results of Jimeng videos (即梦) of KexiangAI (可想AI)': '查询可想AI的即梦视频结果',
	'to make one, use Seedance in Kexiang Volcengine':
		'要生成视频，请用 Kexiang Volcengine 里的 Seedance',
	'Make videos with the Kling models (可灵) of KexiangAI (可想AI)': '用可想AI的可灵模型生成视频',
	'Make and edit images with the GPT image models (KImage2) of KexiangAI (可想AI)':
		'用可想AI的 GPT 图片模型（KImage2）生成和编辑图片',
	'Make, cut, merge and subtitle videos, and get their text, with the tools of KexiangAI (可想AI)':
		'用可想AI的工具制作、截取、合并视频，添加字幕，提取文案',
	'Make and edit videos and images with Seedance, Doubao and MiniMax models of KexiangAI (可想AI)':
		'用可想AI的 Seedance、豆包和 MiniMax 模型生成和编辑视频、图片',
	'Wait for tasks of KexiangAI (可想AI) and get their results': '等待可想AI的任务完成，取回结果',
	'Wait for tasks of KexiangAI (可想AI) that take many minutes or hours':
		'等待可想AI耗时几十分钟到几小时的任务',
	"the execution sleeps in n8n's database and survives restarts":
		'执行休眠在 n8n 的数据库里，重启也不会丢',
	'Make images, videos and digital humans with Tongyi Wanxiang (通义万相) of KexiangAI (可想AI)':
		'用可想AI的通义万相制作图片、视频和数字人',

	// KexiangAI API
	'API Key': '密钥（API Key）',
	'Sign in at kexiangai.com to create one': '登录 kexiangai.com 后创建',
	'The x-api-key of 可想AI开放平台': '可想AI开放平台的 x-api-key',
	'Task API URL': '任务接口地址',
	'Base URL of the task API (/api/v1)': '任务接口（/api/v1）所在的网址',
	'Tool API URL': '工具接口地址',
	'Base URL of the tool API (/minimalist/api)': '工具接口（/minimalist/api）所在的网址',

	// Kexiang File Storage API
	Endpoint: '服务地址（Endpoint）',
	'URL of the S3 API of the storage, without the name of the bucket: Alibaba OSS, Tencent COS, Cloudflare R2, MinIO, AWS S3':
		'对象存储的 S3 接口地址，不含存储桶名：阿里云 OSS、腾讯云 COS、Cloudflare R2、MinIO、AWS S3',
	Region: '地域（Region）',
	'Region of the bucket': '存储桶所在的地域',
	'use auto for Cloudflare R2': 'Cloudflare R2 填 auto',
	Bucket: '存储桶（Bucket）',
	'Access Key ID': 'Access Key ID',
	'Secret Access Key': 'Secret Access Key',
	'Address Style': '链接格式',
	'https://endpoint/bucket/file, for MinIO': 'https://endpoint/bucket/file，MinIO 用这种',
	'Virtual Host': '虚拟托管',
	'https://bucket.endpoint/file, for OSS, COS and AWS':
		'https://bucket.endpoint/file，OSS、COS 和 AWS 用这种',
	Folder: '文件夹',
	'Folder of the bucket for the files, with a subfolder for each day':
		'文件存到存储桶的哪个文件夹，每天一个子文件夹',
	'You can set a rule in the bucket that deletes them after a day':
		'可给存储桶设置生命周期规则，一天后自动删除',
	Links: '链接类型',
	Public: '公开',
	'Links begin with the public base URL': '链接以“公网访问地址”开头',
	'anyone can read the bucket': '任何人都能读取存储桶',
	Signed: '签名',
	'Only people with the link can read the file, and only for a limited time':
		'只有拿到链接的人能读取文件，且限时有效',
	'How the platform reads a file': '平台怎样读取文件',
	'How long a signed link is valid': '签名链接多久内有效',
	'it must be longer than your longest task takes': '要比耗时最长的任务更久',
	'Public Base URL': '公网访问地址',
	Checked: '已检查',
};
