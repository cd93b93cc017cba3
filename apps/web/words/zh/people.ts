export const people = {
  people: {
    tokensOf: (name: string) => `${name}的程序令牌`,
    tokensHint: '程序凭令牌以此人身份使用本系统。撤销立即生效，并记入查阅记录。',
    revokeSure: (name: string) => `确定撤销“${name}”？使用它的程序随即不能再用，不能恢复。`,
  },
};
